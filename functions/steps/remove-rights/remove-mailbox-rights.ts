import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { epochMs, instant, LeaverId } from "../../../shared/domain/ids.ts";
import { inTurns } from "../../../shared/domain/in-turns.ts";
import { type HeldRight, mailboxRights } from "../../../shared/domain/ports/mailbox-access.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({
  /** Rights of the leaver, by the object id of whom the mailbox belongs to. */
  rights: z.array(z.object({ owner: LeaverId, right: z.enum(mailboxRights) })),
  /** Mailboxes that were asked whether the leaver may open them. */
  asked: z.number().int(),
  /** Owners up to this one were asked; undefined: nobody is left, or the policy wants no scan. */
  askedUpTo: LeaverId.optional(),
  risks: z.array(Risk),
});
type Shown = z.infer<typeof Shown>;

/** Two calls for each mailbox and up to four for each right, three or four at a time: well below a minute. */
const mailboxesAtOnce = 50;
const rightsAtOnce = 15;
const pauseMs = 1_000;

/**
 * Takes the leaver's rights on the mailboxes of others away. In whose name somebody may send can be asked; which
 * mailboxes somebody may open cannot: only the likely ones are looked at, or all where the policy wants the scan
 * (m365-operations 8.10). What was not looked at is a residual risk. Rights through groups end with the groups.
 */
export const removeMailboxRights = defineStep({
  name: "remove-mailbox-rights",
  title: "Remove rights on other mailboxes",
  section: "remove-rights",
  needs: ["snapshot"],
  after: ["block-sign-in"],
  permissions: ["User.Read.All", "Exchange.ManageAsApp"],
  chain: 14,
  shows: Shown,

  async observe(input) {
    const { leaver, tenant, before, clock } = input;
    if (before !== undefined) return await whatIsLeft(input, Shown.parse(before));
    const sendAs = (await tenant.mailboxAccess.canSendAs(leaver.id)).map(
      (owner): HeldRight => ({ owner, right: "send-as" }),
    );
    const opened = await (input.settings.mailbox.scanRights ? scanned(input) : likely(input, sendAs));
    const shown = { ...opened, rights: [...sendAs, ...opened.rights] };
    if (shown.askedUpTo !== undefined) {
      const lookAgainAt = instant(epochMs(clock.now()) + pauseMs);
      const because = `${shown.asked} mailboxes were asked, and there are more`;
      return { kind: "different", shown: { ...shown, rights: opened.rights }, because, lookAgainAt };
    }
    return { kind: shown.rights.length === 0 ? "reached" : "different", shown };
  },

  async change({ leaver, tenant }, { rights }) {
    await inTurns(rights.slice(0, rightsAtOnce), (held) => tenant.mailboxAccess.revoke(held, leaver.id));
    return rights.length > rightsAtOnce ? "more" : undefined;
  },

  async undo({ leaver, tenant }, { rights }) {
    await inTurns(rights, (held) => tenant.mailboxAccess.grant(held, leaver.id));
  },

  isBack({ rights }, wanted) {
    return rights.length === wanted.rights.length;
  },
});

/** Of the rights that were found before the change: a second scan would tell nothing about them. */
async function whatIsLeft({ leaver, tenant }: StepInput, found: Shown) {
  const owners = [...new Set(found.rights.map(({ owner }) => owner))];
  const now = await tenant.mailboxAccess.rightsOn(owners, leaver.id, mailboxRights);
  const rights = found.rights.filter((one) =>
    now.some(({ owner, right }) => owner === one.owner && right === one.right),
  );
  return { kind: rights.length === 0 ? ("reached" as const) : ("different" as const), shown: { ...found, rights } };
}

/** The manager's mailbox, and those in whose name the leaver may send: both rights are mostly given together. */
async function likely({ leaver, tenant }: StepInput, sendAs: readonly HeldRight[]): Promise<Shown> {
  const { managerId } = await tenant.directory.contact(leaver.id);
  const owners = [...new Set([...(managerId === undefined ? [] : [managerId]), ...sendAs.map(({ owner }) => owner)])];
  const rights = await tenant.mailboxAccess.rightsOn(owners, leaver.id, ["full-access", "send-on-behalf"]);
  return { rights: [...rights], asked: owners.length, risks: [notAsked(owners.length), foldersNotAsked] };
}

/** The next part of all mailboxes, with what the parts before it found: that stands in the evidence of this step. */
async function scanned({ leaver, tenant, steps }: StepInput): Promise<Shown> {
  const earlier = Shown.safeParse(stepRecord(steps, "remove-mailbox-rights")?.evidence).data;
  const from = earlier?.askedUpTo;
  const owners = (await tenant.mailboxAccess.everyOwner()).filter((owner) => owner !== leaver.id);
  const open = from === undefined ? owners : owners.filter((owner) => owner > from);
  const part = open.slice(0, mailboxesAtOnce);
  const rights = await tenant.mailboxAccess.rightsOn(part, leaver.id, ["full-access", "send-on-behalf"]);
  const last = part.length < open.length ? part.at(-1) : undefined;
  return {
    rights: from === undefined ? [...rights] : [...(earlier?.rights ?? []), ...rights],
    asked: (from === undefined ? 0 : (earlier?.asked ?? 0)) + part.length,
    ...(last && { askedUpTo: last }),
    risks: [foldersNotAsked],
  };
}

function notAsked(asked: number): Risk {
  return {
    rule: "R-23",
    what: `The leaver may have the right to open mailboxes beyond the ${asked} that were asked; it sleeps while the account is blocked. To ask all, set mailbox.scanRights in the policy`,
  };
}

const foldersNotAsked: Risk = {
  rule: "R-23",
  what: "Rights on single folders and calendars of others were not looked at; they sleep while the account is blocked. Whoever shared one with the leaver takes it back in Outlook",
};
