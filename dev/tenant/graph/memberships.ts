import { removeRole } from "../changes.ts";
import { noSuchResource } from "../http/errors.ts";
import type { RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { guidOf } from "../ids.ts";
import type { Group, Person, RoleAssignment } from "../model.ts";
import type { TenantState } from "../state.ts";
import { conditionsIn, matches } from "./filter.ts";
import { type Properties, page, project, selected } from "./shape.ts";
import { personAt } from "./users.ts";

const groupProperties: Properties<Group> = {
  id: ({ id }) => id,
  displayName: ({ displayName }) => displayName,
  mail: ({ kind, id }) => (kind === "security" ? null : `group-${id.slice(0, 8)}@kestrel.example`),
  groupTypes: ({ kind }) => (kind === "unified" ? ["Unified"] : []),
  mailEnabled: ({ kind }) => kind !== "security",
  securityEnabled: ({ kind }) => kind === "security",
  onPremisesSyncEnabled: () => null,
  membershipRule: () => null,
  membershipRuleProcessingState: () => null,
  isAssignableToRole: () => null,
  isManagementRestricted: () => null,
  visibility: () => null,
};

/** Groups, roles and licences of a person (m365-operations 5.7, 10.1). Pages are as small as `largestPage`. */
export function addMemberships(routes: Routes, state: TenantState, largestPage: number): void {
  const readers = { resource: "graph", anyOf: ["Directory.Read.All"] } as const;
  routes.add("GET", "/v1.0/users/:id/memberOf", readers, (call) => {
    const person = personAt(state, call);
    const objects = [...groupsOf(state, call, person, true), ...person.roles.map(showRole(call))];
    return page(call, "directoryObjects", objects, largestPage);
  });
  routes.add("GET", "/v1.0/users/:id/memberOf/microsoft.graph.group", readers, (call) =>
    page(call, "groups", groupsOf(state, call, personAt(state, call), false), largestPage),
  );

  const roleReaders = {
    resource: "graph",
    anyOf: ["RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", "Directory.Read.All"],
  } as const;
  routes.add("GET", "/v1.0/roleManagement/directory/roleAssignments", roleReaders, (call) => {
    const conditions = conditionsIn(call.query, ["principalId", "roleDefinitionId"]);
    const expanded = call.query.get("$expand") === "roleDefinition";
    const found = state.people
      .all()
      .flatMap((person) => person.roles.map((role) => showAssignment(person, role, expanded)))
      .filter((assignment) => matches(conditions, assignment));
    return page(call, "roleManagement/directory/roleAssignments", found);
  });

  const roleWriters = { resource: "graph", anyOf: ["RoleManagement.ReadWrite.Directory"] } as const;
  routes.add("DELETE", "/v1.0/roleManagement/directory/roleAssignments/:id", roleWriters, (call) => {
    const { id = "" } = call.params;
    const holder = state.people.all().find(({ roles }) => roles.some((role) => role.id === id));
    if (holder === undefined) return noSuchResource(id);
    removeRole(state, holder, id);
    return { status: 204 };
  });
}

function groupsOf(state: TenantState, call: RoutedCall, person: Person, typed: boolean): Record<string, unknown>[] {
  const names = selected(call.query) ?? Object.keys(groupProperties);
  return person.groupIds.flatMap((id) => {
    const group = state.groups.get(id);
    if (group === undefined) return [];
    const shown = project(group, groupProperties, "group", names);
    return [typed ? { "@odata.type": "#microsoft.graph.group", ...shown } : shown];
  });
}

function showRole(call: RoutedCall): (role: RoleAssignment) => Record<string, unknown> {
  const properties: Properties<RoleAssignment> = {
    id: ({ roleName }) => guidOf(`directory-role/${roleName}`),
    displayName: ({ roleName }) => roleName,
    roleTemplateId: ({ roleDefinitionId }) => roleDefinitionId,
  };
  // Names that only groups have are left out for roles, as in the service.
  const names = (selected(call.query) ?? Object.keys(properties)).filter((name) => name in properties);
  return (role) => ({
    "@odata.type": "#microsoft.graph.directoryRole",
    ...project(role, properties, "directoryRole", names),
  });
}

function showAssignment(person: Person, role: RoleAssignment, expanded: boolean): Record<string, unknown> {
  const { id, roleDefinitionId, roleName } = role;
  const roleDefinition = { id: roleDefinitionId, displayName: roleName };
  const assignment = { id, principalId: person.id, roleDefinitionId, directoryScopeId: "/" };
  return expanded ? { ...assignment, roleDefinition } : assignment;
}
