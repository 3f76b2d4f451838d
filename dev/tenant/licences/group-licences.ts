import type { Licence, Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { isSame, setLicences } from "./changes.ts";
import { partNumberOf } from "./skus.ts";

const due = "process-group-licences";

/** Processes licences of groups in the background (m365-operations 12.3). */
export function addGroupLicences(state: TenantState): void {
  state.schedule.handle(due, (id) => {
    const person = state.people.named(id);
    if (person === undefined) return;
    if (state.licences.isStuck(person)) fail(state, person);
    else processGroups(state, person);
  });
}

/** The person's groups have changed: their licences follow, at once or when the background comes to it. */
export function followGroups(state: TenantState, person: Person): void {
  const { lagMs } = state.licences.processing;
  if (lagMs > 0) state.schedule.at(Date.now() + lagMs, due, person.id);
  else if (state.licences.isStuck(person)) fail(state, person);
  else processGroups(state, person);
}

/** The background comes to the person and gives up: what it should have taken away shows an error. */
function fail(state: TenantState, person: Person): void {
  const wanted = licencesOfGroups(state, person);
  for (const licence of person.licences) {
    if (licence.assignedByGroup !== null && !wanted.some(isSame(licence)))
      state.licences.fail(person, licence, "Other");
  }
}

/** Gives and takes what the person's groups say now, also where the background had failed. */
export function processGroups(state: TenantState, person: Person): void {
  state.schedule.cancel(due, person.id);
  state.licences.stick(person, false);
  const wanted = licencesOfGroups(state, person);
  const kept = person.licences.filter(
    (licence) => licence.assignedByGroup === null || wanted.some(isSame(licence)) || isUnknown(state, licence),
  );
  const come = wanted.filter((licence) => !kept.some(isSame(licence)));
  setLicences(state, person, [...kept, ...come], "service");
}

/** What the groups of a person give. */
export function licencesOfGroups(state: TenantState, { groupIds }: Person): readonly Licence[] {
  return groupIds.flatMap((id) =>
    (state.groups.find(id)?.licences ?? []).flatMap((skuId) => {
      const skuPartNumber = partNumberOf(skuId);
      return skuPartNumber === undefined ? [] : [{ skuId, skuPartNumber, assignedByGroup: id }];
    }),
  );
}

/** A licence of a group that this tenant does not know: nobody decides about it. */
const isUnknown = (state: TenantState, { assignedByGroup }: Licence) =>
  assignedByGroup !== null && state.groups.find(assignedByGroup) === undefined;
