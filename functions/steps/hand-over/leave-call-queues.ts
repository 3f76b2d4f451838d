import { z } from "zod";
import { Risk } from "../../../shared/domain/risk.ts";
import { hasPhonePlan } from "../../../shared/domain/service-plans.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({ risks: z.array(Risk) });

/**
 * A queue keeps a dead target (R-51, REQ-57). No interface of Graph can list queues: a person does it for members who
 * stand in a queue by name; who is there through a group or list leaves with remove-group-memberships.
 */
export const leaveCallQueues = defineStep({
  name: "leave-call-queues",
  title: "Leave call queues",
  section: "hand-over",
  needs: ["snapshot"],
  after: ["block-sign-in"],
  permissions: ["LicenseAssignment.Read.All"],
  chain: 1,
  shows: Shown,

  async observe({ leaver, tenant }) {
    const plans = (await tenant.licences.plansOf(leaver.id)).flatMap((licence) => licence.plans);
    if (!plans.some(hasPhonePlan)) return { kind: "not-applicable", because: "the leaver has no licence for a phone" };
    return { kind: "reached", shown: { risks } };
  },
});

const risks: Risk[] = [
  {
    rule: "REQ-57",
    what: "Call queues, auto attendants, delegates and shared lines may name the leaver: look in the Teams admin center and remove them there; queues that take members from a group follow the group",
  },
];
