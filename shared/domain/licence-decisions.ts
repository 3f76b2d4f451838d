import { routeBesideLicences } from "./group-route.ts";
import type { Group } from "./ports/groups.ts";
import type { LicenceAssignment, LicencePlans } from "./ports/licences.ts";
import { hasMailboxPlan, hasPhonePlan } from "./service-plans.ts";

export interface LicenceFacts {
  readonly assignments: readonly LicenceAssignment[];
  readonly plans: readonly LicencePlans[];
  /** Groups that the leaver is a direct member of. */
  readonly memberships: readonly Group[];
  /** Why the mailbox needs its licence; none: it does not. */
  readonly mailboxKeeps: readonly string[];
  /** The policy keeps the phone number. */
  readonly keepsNumber: boolean;
}

/**
 * What becomes of one assignment: `keep` it; `direct` removal; `graph` or `exchange`: leaving the group that gives it;
 * `follows`: the group was left, and the service takes the licence by and by.
 */
export type LicenceWay = "keep" | "direct" | "graph" | "exchange" | "follows";

export interface LicenceDecision extends LicenceAssignment {
  readonly way: LicenceWay;
  /** Why it stays. */
  readonly because?: string | undefined;
  /** The group is in somebody else's hands: not a choice but a task that stays open. */
  readonly task?: boolean | undefined;
}

/** What becomes of each assignment. A group goes as a whole: who needs one of its licences keeps all of them. */
export function licenceDecisions(facts: LicenceFacts): readonly LicenceDecision[] {
  const own = facts.assignments.map((assignment) => decide(assignment, facts));
  const needed = new Map(
    own.flatMap(({ way, throughGroup, because }) =>
      way === "keep" && throughGroup !== undefined ? [[throughGroup, because]] : [],
    ),
  );
  return own.map((decision): LicenceDecision => {
    const { throughGroup, way } = decision;
    if (way === "keep" || throughGroup === undefined || !needed.has(throughGroup)) return decision;
    return { ...decision, way: "keep", because: "it comes from a group that also gives a licence which stays" };
  });
}

function decide(assignment: LicenceAssignment, facts: LicenceFacts): LicenceDecision {
  const needed = whyNeeded(assignment, facts);
  if (needed !== undefined) return { ...assignment, way: "keep", because: needed };
  const { throughGroup } = assignment;
  if (throughGroup === undefined) return { ...assignment, way: "direct" };
  const group = facts.memberships.find(({ id }) => id === throughGroup);
  if (group === undefined) return { ...assignment, way: "follows" };
  const route = routeBesideLicences(group);
  if (route === "graph" || route === "exchange") return { ...assignment, way: route };
  return { ...assignment, way: "keep", task: true, because: decidedElsewhere[route] };
}

/** An assignment that works and whose plans cannot be seen counts as one with everything. */
function whyNeeded({ skuId, error }: LicenceAssignment, facts: LicenceFacts): string | undefined {
  const plans = facts.plans.find((licence) => licence.skuId === skuId)?.plans;
  const unknown = plans === undefined && error === undefined;
  const gives = (wanted: (plan: string) => boolean) => unknown || (plans ?? []).some(wanted);
  if (facts.mailboxKeeps.length > 0 && gives(hasMailboxPlan)) return facts.mailboxKeeps.join("; ");
  if (facts.keepsNumber && gives(hasPhonePlan)) return "the policy keeps the phone number, which needs it (R-51)";
  return undefined;
}

const decidedElsewhere = {
  synced: "a synced group gives it: remove the membership in Active Directory (R-56, R-57)",
  dynamic: "a group with a rule gives it: it ends when the rule does not hold any more (R-56, R-57)",
  role: "a role-assignable group gives it: leave the group in the Entra admin center (R-19, R-57)",
  restricted:
    "a group in a restricted administrative unit gives it: whoever has a role there removes the leaver (R-57)",
} as const;
