import { seconds } from "../graph/shape.ts";
import type { Licence, Person } from "../model.ts";
import type { TenantState } from "../state.ts";

/** `assignedLicenses` as a read shows it now: each product once, however often it is assigned. */
export function assignedLicences(state: TenantState, person: Person): readonly Record<string, unknown>[] {
  const working = shown(state, person).filter((licence) => state.licences.works(person, licence));
  const byId = Map.groupBy(working, ({ skuId }) => skuId);
  return [...byId].map(([skuId, licences]) => {
    // A plan is off when every assignment has it off.
    const [first = [], ...others] = licences.map((licence) => state.licences.disabledPlans(person, licence));
    return { skuId, disabledPlans: first.filter((plan) => others.every((plans) => plans.includes(plan))) };
  });
}

/** `licenseAssignmentStates`: every assignment with its origin. */
export function assignmentStates(state: TenantState, person: Person): readonly Record<string, unknown>[] {
  return shown(state, person).map((licence) => {
    const error = state.licences.error(person, licence);
    return {
      skuId: licence.skuId,
      assignedByGroup: licence.assignedByGroup,
      disabledPlans: state.licences.disabledPlans(person, licence),
      state: error === undefined ? "Active" : state.licences.works(person, licence) ? "ActiveWithError" : "Error",
      error: error ?? "None",
      lastUpdatedDateTime: seconds(person.createdAt),
    };
  });
}

/** What reads show of somebody's licences now. */
export function shown({ licences }: TenantState, person: Person): readonly Licence[] {
  return licences.replica.shown(person.id, person.licences);
}
