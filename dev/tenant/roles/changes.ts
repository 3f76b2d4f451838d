import { randomUUID } from "node:crypto";
import type { OtherAuthor } from "../changes.ts";
import type { Person, RoleAssignment } from "../model.ts";
import type { TenantState } from "../state.ts";
import { roleName } from "./role-definitions.ts";
import type { Eligibility } from "./roles-book.ts";

/** Kinds of the schedule: a role, or an eligibility, whose time is over. The subject is its id. */
export const roleEnds = "end-role";
export const eligibilityEnds = "end-eligibility";

/** A role and where it counts. */
export interface RoleScope {
  readonly roleDefinitionId: string;
  readonly directoryScopeId: string;
}

/** How long, and whether it came out of an eligibility. */
export interface RoleTerms {
  /** Epoch milliseconds; undefined: for good. */
  readonly endsAt?: number | undefined;
  readonly activated?: boolean;
  readonly by?: OtherAuthor;
}

const author = (by: OtherAuthor | undefined) => (by === undefined ? {} : { by });

/** @returns the assignment; undefined when the person has the role there already */
export function assignRole(
  state: TenantState,
  person: Person,
  scope: RoleScope,
  { endsAt, activated = false, by }: RoleTerms = {},
): RoleAssignment | undefined {
  if (assignmentOf(person, scope) !== undefined) return undefined;
  const { roleDefinitionId, directoryScopeId } = scope;
  const role: RoleAssignment = {
    id: randomUUID(),
    roleDefinitionId,
    roleName: roleName(roleDefinitionId),
    ...(directoryScopeId !== "/" && { directoryScopeId }),
    ...(endsAt !== undefined && { endsAt }),
    ...(activated && { activated }),
  };
  state.roles.replicas.roleAssignments.replacing(person.id, person.roles);
  person.roles = [...person.roles, role];
  if (endsAt !== undefined) state.schedule.at(endsAt, roleEnds, role.id);
  note(state, "assign-directory-role", person, role, by);
  return role;
}

export function removeRole(state: TenantState, person: Person, role: RoleAssignment, by?: OtherAuthor): void {
  state.roles.replicas.roleAssignments.replacing(person.id, person.roles);
  person.roles = person.roles.filter(({ id }) => id !== role.id);
  state.schedule.cancel(roleEnds, role.id);
  note(state, "remove-directory-role", person, role, by);
}

/** @returns the eligibility; undefined when the person has it already */
export function makeEligible(
  state: TenantState,
  person: Person,
  scope: RoleScope,
  { endsAt, by }: RoleTerms = {},
): Eligibility | undefined {
  if (eligibilityOf(state, person, scope) !== undefined) return undefined;
  const eligibility = { id: randomUUID(), principalId: person.id, ...scope, endsAt: endsAt ?? null };
  state.roles.add(eligibility);
  if (endsAt !== undefined) state.schedule.at(endsAt, eligibilityEnds, eligibility.id);
  note(state, "make-eligible", person, eligibility, by);
  return eligibility;
}

export function endEligibility(state: TenantState, person: Person, eligibility: Eligibility, by?: OtherAuthor): void {
  state.roles.remove(eligibility);
  state.schedule.cancel(eligibilityEnds, eligibility.id);
  note(state, "end-eligibility", person, eligibility, by);
}

export function assignmentOf(person: Person, scope: RoleScope): RoleAssignment | undefined {
  return person.roles.find((role) => isAt(scopeOf(role), scope));
}

export function eligibilityOf({ roles }: TenantState, { id }: Person, scope: RoleScope): Eligibility | undefined {
  return roles.eligibilitiesOf(id).find((one) => isAt(one, scope));
}

export function scopeOf({ roleDefinitionId, directoryScopeId = "/" }: RoleAssignment): RoleScope {
  return { roleDefinitionId, directoryScopeId };
}

const isAt = (a: RoleScope, b: RoleScope): boolean =>
  a.roleDefinitionId === b.roleDefinitionId && a.directoryScopeId === b.directoryScopeId;

function note(
  state: TenantState,
  operation: string,
  { id }: Person,
  what: { readonly id: string; readonly roleDefinitionId: string },
  by?: OtherAuthor,
): void {
  const detail = { roleDefinitionId: what.roleDefinitionId };
  state.effects.add({ operation, objectId: what.id, personId: id, detail, ...author(by) });
}
