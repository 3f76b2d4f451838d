import { type Properties, project, selected } from "../graph/shape.ts";
import type { RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { guidOf } from "../ids.ts";
import type { Person, RoleAssignment } from "../model.ts";
import type { TenantState } from "../state.ts";
import { addAssignments } from "./assignments.ts";
import { eligibilityEnds, endEligibility, removeRole, roleEnds } from "./changes.ts";
import { addSchedules } from "./schedules.ts";
import { seedRoles } from "./seed.ts";

/** Administrator roles: active and eligible, direct and through role-assignable groups (m365-operations 5.7, 5.8, 2.10). */
export function addRoles(routes: Routes, state: TenantState): void {
  seedRoles(state);
  state.lags.register("roleAssignments", state.roles.replicas.roleAssignments);
  state.lags.register("roleEligibilities", state.roles.replicas.roleEligibilities);
  state.protections.push((person) => isInRoleGroup(state, person));
  state.schedule.handle(roleEnds, (id) => {
    const holder = state.people.everyone().find(({ roles }) => roles.some((role) => role.id === id));
    const role = holder?.roles.find((one) => one.id === id);
    if (holder !== undefined && role !== undefined) removeRole(state, holder, role, "service");
  });
  state.schedule.handle(eligibilityEnds, (id) => {
    const eligibility = state.roles.find(id);
    if (eligibility !== undefined) endEligibility(state, state.person(eligibility.principalId), eligibility, "service");
  });
  state.lifecycle.onPurged(({ id }) => {
    for (const one of state.roles.eligibilitiesOf(id)) state.roles.remove(one);
  });
  addAssignments(routes, state);
  addSchedules(routes, state);
}

/** Members and owners of role-assignable groups are as far out of reach as who holds a role (m365-operations 2.10). */
function isInRoleGroup({ groups }: TenantState, { id, groupIds }: Person): boolean {
  return (
    groupIds.some((groupId) => groups.find(groupId)?.assignableToRole === true) ||
    groups.ownedBy(id).some(({ assignableToRole }) => assignableToRole)
  );
}

/** Roles as `/memberOf` lists them beside groups. */
export function rolesOf(call: RoutedCall, { roles }: Person): readonly Record<string, unknown>[] {
  const properties: Properties<RoleAssignment> = {
    id: ({ roleName }) => guidOf(`directory-role/${roleName}`),
    displayName: ({ roleName }) => roleName,
    roleTemplateId: ({ roleDefinitionId }) => roleDefinitionId,
  };
  // Names that only groups have are left out for roles, as in the service.
  const names = (selected(call.query) ?? Object.keys(properties)).filter((name) => name in properties);
  return roles.map((role) => ({
    "@odata.type": "#microsoft.graph.directoryRole",
    ...project(role, properties, "directoryRole", names),
  }));
}
