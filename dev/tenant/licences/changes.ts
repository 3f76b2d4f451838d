import type { OtherAuthor } from "../changes.ts";
import type { Licence, Person } from "../model.ts";
import type { TenantState } from "../state.ts";

/** Other licences than before. What the person has no way to any more is told to the areas that keep something for it. */
export function setLicences(state: TenantState, person: Person, after: readonly Licence[], by?: OtherAuthor): void {
  const before = person.licences;
  const gone = before.filter((licence) => !after.some(isSame(licence)));
  const come = after.filter((licence) => !before.some(isSame(licence)));
  if (gone.length + come.length === 0) return;
  state.licences.replica.replacing(person.id, before);
  person.licences = after;
  for (const licence of gone) {
    state.licences.disable(person, licence, []);
    state.licences.fail(person, licence, undefined);
    note(state, "remove-licence", person, licence, by);
  }
  for (const licence of come) note(state, "assign-licence", person, licence, by);
  state.touched(person, ["assignedLicenses", "licenseAssignmentStates"]);
  const lost = gone.filter(({ skuId }) => !after.some((licence) => licence.skuId === skuId));
  state.lifecycle.licencesRemoved(person, lost);
  if (come.length > 0) state.lifecycle.licencesAssigned(person);
}

export const isSame = (a: Licence) => (b: Licence) => a.skuId === b.skuId && a.assignedByGroup === b.assignedByGroup;

function note(state: TenantState, operation: string, person: Person, licence: Licence, by?: OtherAuthor): void {
  const { skuId, skuPartNumber, assignedByGroup } = licence;
  const detail = { skuId, skuPartNumber, assignedByGroup };
  const author = by === undefined ? {} : { by };
  state.effects.add({ operation, objectId: person.id, personId: person.id, detail, ...author });
}
