import type { Routes } from "../http/routes.ts";
import type { TenantState } from "../state.ts";
import { addAppRoles, addConsents } from "./consents.ts";
import { addOwnedObjects } from "./owned-objects.ts";
import { addRegistrations } from "./registrations.ts";
import { seedApps } from "./seed.ts";

/** Consents, app roles, app registrations, and what people own. Registered after groups. */
export function addApps(routes: Routes, state: TenantState, largestPage: number): void {
  seedApps(state);
  for (const [name, replica] of Object.entries(state.apps.replicas)) state.lags.register(name, replica);
  state.lifecycle.onPurged(({ id }) => {
    for (const consent of state.apps.consentsOf(id)) state.apps.setConsent(consent, false);
    for (const assignment of state.apps.assignmentsOf([id])) state.apps.setAssignment(assignment, false);
    for (const registration of state.apps.registrations.keys()) state.apps.setOwner(registration, id, false);
  });
  addConsents(routes, state);
  addAppRoles(routes, state);
  addRegistrations(routes, state);
  addOwnedObjects(routes, state, largestPage);
}
