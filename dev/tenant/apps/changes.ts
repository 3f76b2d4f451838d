import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type Assignment, type Consent, consentId, type Registration } from "./app-book.ts";

export function setConsent(state: TenantState, consent: Consent, given: boolean): void {
  state.apps.setConsent(consent, given);
  const { clientId, principalId, scope } = consent;
  const operation = given ? "give-consent" : "remove-consent";
  state.effects.add({ operation, objectId: consentId(consent), personId: principalId, detail: { clientId, scope } });
}

export function setAssignment(state: TenantState, assignment: Assignment, given: boolean): void {
  state.apps.setAssignment(assignment, given);
  const { id: objectId, principalId, resourceId, appRoleId } = assignment;
  const operation = given ? "assign-app-role" : "remove-app-role";
  state.effects.add({ operation, objectId, personId: principalId, detail: { resourceId, appRoleId } });
}

export function setAppOwner(state: TenantState, { id }: Registration, person: Person, owner: boolean): void {
  state.apps.setOwner(id, person.id, owner);
  const operation = owner ? "add-app-owner" : "remove-app-owner";
  state.effects.add({ operation, objectId: id, personId: person.id, detail: {} });
}
