import { z } from "zod";
import { inForceFrom, sinceUnknown, tooEarly } from "../../../shared/domain/holds.ts";
import { Instant } from "../../../shared/domain/ids.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({
  /** Undefined: no litigation hold. */
  litigation: z
    .object({
      since: Instant.optional(),
      /** Undefined: until somebody lifts it. */
      days: z.number().optional(),
    })
    .optional(),
});

/**
 * Places a litigation hold on the mailbox and waits until it is seen (REQ-17, R-25); where the account is deleted afterwards, also
 * until it is in force: what needs this step needs no wait of its own. A hold of somebody else is left as it is. After an
 * undo the service keeps the content for some more time.
 *
 * @see https://learn.microsoft.com/purview/ediscovery-create-a-litigation-hold
 */
export const holdMailbox = defineStep({
  name: "hold-mailbox",
  title: "Hold the mailbox",
  section: "preserve",
  after: ["block-sign-in"],
  permissions: ["Exchange.ManageAsApp"],
  permissionsByChoice: [
    {
      when: 'mailbox.hold is "litigation"',
      holds: ({ mailbox }) => mailbox.hold === "litigation",
      permissions: ["LicenseAssignment.Read.All"],
    },
  ],
  chain: 5,
  deadlineMs: 5 * 3_600_000,
  shows: Shown,

  leftOut({ settings }) {
    return settings.mailbox.hold === "none" ? "The policy wants no hold on the mailbox" : undefined;
  },

  async observe({ leaver, tenant, settings, clock }) {
    const holds = await tenant.holds.of(leaver.id);
    if (holds === undefined) return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    const { litigation } = holds;
    const shown = litigation === undefined ? {} : { litigation: withoutBlanks(litigation) };
    if (litigation === undefined) return { kind: "different", shown, because: "the hold is not visible" };
    if (isShorter(litigation.days, settings.mailbox.holdDays))
      return { kind: "different", shown, because: "it is short" };
    if (settings.end !== "inactive-mailbox") return { kind: "reached", shown };
    const from = inForceFrom(holds);
    if (from === undefined) return { kind: "different", shown, because: "it has no date" };
    if (from <= clock.now()) return { kind: "reached", shown };
    return { kind: "different", shown, because: tooEarly(from), lookAgainAt: from };
  },

  async guard({ leaver, tenant, settings }, { litigation }) {
    if (litigation !== undefined) {
      const short = isShorter(litigation.days, settings.mailbox.holdDays);
      return { kind: "person", because: short ? shortHold : sinceUnknown };
    }
    const plan = await tenant.holds.plan(leaver.id);
    return plan === "with-hold" ? undefined : { kind: "person", because: withoutPlan };
  },

  async change({ leaver, tenant, settings }) {
    await tenant.holds.placeLitigationHold(leaver.id, settings.mailbox.holdDays);
  },

  async undo({ leaver, tenant }: StepInput, before) {
    if (before.litigation === undefined) await tenant.holds.liftLitigationHold(leaver.id);
  },

  isBack({ litigation }, before) {
    return before.litigation !== undefined || litigation === undefined;
  },
});

const withoutPlan =
  "The leaver's licences allow no litigation hold: assign Exchange Online Plan 2, or Plan 1 with Archiving, then resume; or cancel and choose another end in the policy (R-26, REQ-18)";
const shortHold =
  "A litigation hold is there already, for fewer days than the policy wants: have those who placed it extend it, then resume (R-25)";

/** Undefined days: without an end. */
function isShorter(days: number | undefined, wanted: number | undefined): boolean {
  return days !== undefined && (wanted === undefined || days < wanted);
}

function withoutBlanks({ since, days }: { since: Instant | undefined; days: number | undefined }) {
  return { ...(since && { since }), ...(days !== undefined && { days }) };
}
