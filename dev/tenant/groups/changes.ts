import type { OtherAuthor } from "../changes.ts";
import { followGroups } from "../licences/group-licences.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import type { Group } from "./group.ts";

/** Into the group, or out of it; the licences that it gives follow. @returns whether anything changed */
export function setMember(
  state: TenantState,
  person: Person,
  group: Group,
  member: boolean,
  by?: OtherAuthor,
): boolean {
  if (person.groupIds.includes(group.id) === member) return false;
  state.groups.setMember(person, group, member);
  note(state, member ? "join-group" : "leave-group", person, group, by);
  if (group.licences.length > 0) followGroups(state, person);
  return true;
}

/** @returns whether anything changed */
export function setOwner(state: TenantState, person: Person, group: Group, owner: boolean, by?: OtherAuthor): boolean {
  if (state.groups.owners(group).includes(person.id) === owner) return false;
  state.groups.setOwner(group, person.id, owner);
  note(state, owner ? "add-group-owner" : "remove-group-owner", person, group, by);
  return true;
}

function note(state: TenantState, operation: string, { id }: Person, group: Group, by?: OtherAuthor): void {
  const author = by === undefined ? {} : { by };
  state.effects.add({ operation, objectId: group.id, personId: id, detail: { kind: group.kind }, ...author });
}
