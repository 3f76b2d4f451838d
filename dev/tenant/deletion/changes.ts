import type { OtherAuthor } from "../changes.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { binMs } from "./bin.ts";

/** Name of the appointment that ends the time in the bin. */
export const purgeDue = "purge-user";

/** To the bin: hidden from every read of living people, restorable for 30 days. Nothing for whoever is there already. */
export function deleteUser(state: TenantState, person: Person, by?: OtherAuthor): void {
  if (person.deletedAt !== undefined) return;
  const at = Date.now();
  state.replicas.existence.replacing(person.id, true);
  state.people.hide(person);
  person.deletedAt = at;
  state.schedule.at(at + binMs, purgeDue, person.id);
  state.userJournal.add({ at, personId: person.id, kind: "deleted", properties: [] });
  note(state, "delete-user", person, by);
  state.lifecycle.deleted(person, at);
}

/** What a restore may change, where others have taken names or addresses meanwhile. */
export interface RestoreChanges {
  readonly userPrincipalName?: string;
  /** Addresses that are not given back. */
  readonly without?: readonly string[];
}

/** Back from the bin, with object id, licences, memberships and the earlier `accountEnabled`. */
export function restoreUser(
  state: TenantState,
  person: Person,
  { userPrincipalName = person.userPrincipalName, without = [] }: RestoreChanges = {},
  by?: OtherAuthor,
): void {
  if (person.deletedAt === undefined) return;
  const at = Date.now();
  state.schedule.cancel(purgeDue, person.id);
  state.replicas.existence.replacing(person.id, false);
  person.deletedAt = undefined;
  person.userPrincipalName = userPrincipalName;
  person.proxyAddresses = person.proxyAddresses.filter((address) => !without.includes(address));
  state.people.add(person);
  state.userJournal.add({ at, personId: person.id, kind: "restored", properties: [] });
  note(state, "restore-user", person, by);
  state.lifecycle.restored(person, at);
}

/** Out of the bin for good. @param at when it happened: the end of the 30 days may have passed in a leap of time */
export function purgeUser(state: TenantState, person: Person, at = Date.now(), by?: OtherAuthor): void {
  if (person.deletedAt === undefined) return;
  state.schedule.cancel(purgeDue, person.id);
  state.people.forget(person);
  state.bin.emptied(person);
  state.userJournal.add({ at, personId: person.id, kind: "purged", properties: [] });
  note(state, "purge-user", person, by, at);
  state.lifecycle.purged(person, at);
}

function note(state: TenantState, operation: string, { id }: Person, by?: OtherAuthor, at?: number): void {
  state.effects.add({ operation, objectId: id, personId: id, detail: {}, ...(by !== undefined && { by }) }, at);
}
