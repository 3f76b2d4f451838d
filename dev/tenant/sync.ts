import { disableOnPremises } from "./changes.ts";
import type { TenantState } from "./state.ts";

/** Name of the appointment at which a leaver who was disabled in Active Directory is disabled here. */
export const disableDue = "sync-disable";

/** What directory synchronisation brings. */
export function addSync(state: TenantState): void {
  state.schedule.handle(disableDue, (id) => {
    const person = state.people.named(id);
    if (person !== undefined) disableOnPremises(state, person);
  });
}
