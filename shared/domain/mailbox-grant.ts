import { z } from "zod";
import type { CaseSettings, Successor } from "./case-settings.ts";
import { nobodyTakesOver, successorOf } from "./custodian.ts";
import { LeaverId } from "./ids.ts";
import type { MailboxRight } from "./ports/mailbox-access.ts";
import { defineStep, type Step } from "./step.ts";

const Shown = z.object({
  /** Who is to have the right; undefined: nobody can take it over now. */
  grantee: LeaverId.optional(),
  granted: z.boolean(),
});

type Shown = z.infer<typeof Shown>;

/** A right on the leaver's mailbox for a successor, who is looked for anew at every look. */
export function mailboxGrant({
  wanted,
  right,
  ...definition
}: Pick<Step, "title" | "section"> & {
  readonly name: string;
  readonly right: MailboxRight;
  readonly wanted: (settings: CaseSettings) => Successor;
}): Step {
  return defineStep<Shown>({
    ...definition,
    after: ["block-sign-in", "convert-mailbox"],
    permissions: ["User.Read.All", "Exchange.ManageAsApp"],
    chain: 13,
    shows: Shown,

    leftOut({ settings }) {
      if (wanted(settings) === "nobody") return "The policy gives this right to nobody";
      if (settings.end === "living-account") return undefined;
      return "The mailbox goes with the account: afterwards it is searched in Purview only (REQ-19, REQ-20)";
    },

    async observe(input) {
      const { leaver, tenant, settings } = input;
      const [mailbox, successor] = await Promise.all([
        tenant.sharedMailboxes.find(leaver.id),
        successorOf(wanted(settings), input),
      ]);
      if (mailbox === undefined) return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
      if (successor === undefined) return { kind: "different", shown: { granted: false }, because: nobodyTakesOver };
      const held = await tenant.mailboxAccess.rightsOn([leaver.id], successor.id, [right]);
      const shown = { grantee: successor.id, granted: held.length > 0 };
      return { kind: shown.granted ? "reached" : "different", shown };
    },

    async guard(_input, { grantee }) {
      return grantee === undefined ? { kind: "person", because: nobodyTakesOver } : undefined;
    },

    async change({ leaver, tenant }, { grantee }) {
      await tenant.mailboxAccess.grant({ owner: leaver.id, right }, LeaverId.parse(grantee));
    },

    async undo({ leaver, tenant }, { grantee, granted }) {
      if (granted || grantee === undefined) return;
      await tenant.mailboxAccess.revoke({ owner: leaver.id, right }, grantee);
    },

    /** Whoever was granted the right, whoever would take over today. */
    async isBack(_shown, { grantee, granted }, { leaver, tenant }) {
      if (granted || grantee === undefined) return true;
      return (await tenant.mailboxAccess.rightsOn([leaver.id], grantee, [right])).length === 0;
    },
  });
}
