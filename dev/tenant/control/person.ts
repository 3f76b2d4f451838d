import type { TenantState } from "../state.ts";

/** Everything about one person as it stands now, whatever reads show meanwhile; for checkers. */
export function describePerson(state: TenantState, key: string): Record<string, unknown> {
  const person = state.person(key);
  return {
    ...person,
    sessionsValidFrom: new Date(person.sessionsValidFrom).toISOString(),
    passwordChangedAt: new Date(person.passwordChangedAt).toISOString(),
    passwordWasSet: state.passwordWasSet(key),
    devices: state.devicesOf(key),
    mailbox: state.mailboxes.find(person.id) ?? null,
    hr: person.hrId === null ? null : state.hr.find(person.hrId),
    effects: state.effects.all().filter(({ personId }) => personId === person.id),
  };
}
