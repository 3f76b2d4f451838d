import { z } from "zod";
import { isHeld } from "../../../shared/domain/holds.ts";
import { Instant } from "../../../shared/domain/ids.ts";
import { holdKinds } from "../../../shared/domain/ports/holds.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({
  held: z.boolean(),
  litigation: z.object({ since: Instant.optional(), days: z.number().optional() }).optional(),
  others: z.array(z.object({ kind: z.enum(holdKinds), id: z.string().optional() })),
  risks: z.array(Risk),
});

/**
 * Writes down everything that keeps the mailbox, whoever placed it. Steps that must not go on while
 * there is a hold look at them again themselves: this is the evidence.
 */
export const listHolds = defineStep({
  name: "list-holds",
  title: "List the holds on the mailbox",
  section: "preserve",
  after: ["hold-mailbox"],
  permissions: ["Exchange.ManageAsApp"],
  chain: 1,
  shows: Shown,

  async observe({ leaver, tenant }) {
    const holds = await tenant.holds.of(leaver.id);
    if (holds === undefined) return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    const { litigation, others } = holds;
    const shown = {
      held: isHeld(holds),
      ...(litigation && {
        litigation: {
          ...(litigation.since && { since: litigation.since }),
          ...(litigation.days !== undefined && { days: litigation.days }),
        },
      }),
      others: others.map(({ kind, id }) => ({ kind, ...(id !== undefined && { id }) })),
      risks: others.flatMap((hold) =>
        hold.kind === "delay" ? [delayed] : hold.kind === "unknown" ? [untold(hold.id)] : [],
      ),
    };
    return { kind: "reached", shown };
  },
});

const delayed: Risk = {
  rule: "R-34",
  what: "A hold was lifted not long ago: the service keeps the content for about 30 more days, and for longer where the account is disabled; claim no purge before an administrator has removed the delay hold",
};

function untold(id: string | undefined): Risk {
  const what = "The mailbox shows a hold of a kind that is not known: it counts as a hold; look it up in Purview";
  return { rule: "R-35", what, ...(id !== undefined && { objectId: id }) };
}
