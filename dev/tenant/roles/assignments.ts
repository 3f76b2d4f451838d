import { conditionsIn, matches, wanted } from "../graph/filter.ts";
import { entity, page } from "../graph/shape.ts";
import { noSuchResource, refuse } from "../http/errors.ts";
import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { guidOf } from "../ids.ts";
import type { Person, RoleAssignment } from "../model.ts";
import type { TenantState } from "../state.ts";
import { assignRole, removeRole, scopeOf } from "./changes.ts";
import { roleDefinitionId, roleName } from "./role-definitions.ts";

const path = "/v1.0/roleManagement/directory/roleAssignments";
const filterable = ["principalId", "roleDefinitionId", "directoryScopeId"];

/** Active assignments: of people, and of role-assignable groups under the group's own id (m365-operations 5.7). */
export function addAssignments(routes: Routes, state: TenantState): void {
  const anyOf = ["RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory", "Directory.Read.All"];
  routes.add("GET", path, { resource: "graph", anyOf }, (call) => {
    const conditions = conditionsIn(call.query, filterable);
    const expanded = call.query.get("$expand") === "roleDefinition";
    const found = assignments(state, wanted(conditions, "principalId"))
      .filter((assignment) => matches(conditions, assignment))
      .map((assignment) => (expanded ? withDefinition(assignment) : assignment));
    return page(call, "roleManagement/directory/roleAssignments", found);
  });

  const writers = { resource: "graph", anyOf: ["RoleManagement.ReadWrite.Directory"] } as const;
  routes.add("POST", path, writers, (call) => create(state, call));
  routes.add("DELETE", `${path}/:id`, writers, (call) => {
    const { id = "" } = call.params;
    const holder = state.people.all().find(({ roles }) => roles.some((role) => role.id === id));
    const role = holder?.roles.find((one) => one.id === id);
    if (holder === undefined || role === undefined) return noSuchResource(id);
    requireAnotherGlobalAdministrator(state, holder, role);
    removeRole(state, holder, role);
    return { status: 204 };
  });
}

/** The service keeps a tenant from losing its last Global Administrator. Its words are our guess (m365-operations 5.7). */
export function requireAnotherGlobalAdministrator(state: TenantState, holder: Person, role: RoleAssignment): void {
  const global = roleDefinitionId("Global Administrator");
  if (role.roleDefinitionId !== global || scopeOf(role).directoryScopeId !== "/") return;
  const others = state.people.all().filter((person) => person !== holder);
  if (others.some(({ roles }) => roles.some((one) => one.roleDefinitionId === global))) return;
  refuse(400, "Request_BadRequest", "The last Global Administrator of the directory cannot be removed.");
}

type Assignment = ReturnType<typeof show>;

function assignments(state: TenantState, principalId: string | undefined): Assignment[] {
  const one = principalId === undefined ? undefined : state.people.named(principalId);
  const people = principalId === undefined ? state.people.all() : one === undefined ? [] : [one];
  const ofPeople = people.flatMap((person) =>
    state.roles.replicas.roleAssignments.shown(person.id, person.roles).map((role) => show(person.id, role)),
  );
  const ofGroups = state.roles
    .groupRoles()
    .filter(({ eligible }) => !eligible)
    .map(({ id, groupId, roleDefinitionId: definition }) =>
      show(groupId, { id, roleDefinitionId: definition, roleName: roleName(definition) }),
    );
  return [...ofPeople, ...ofGroups, ...ofApplications(state)];
}

function ofApplications({ roles }: TenantState): Assignment[] {
  return [...roles.applications].flatMap(([id, { directoryRoles }]) =>
    directoryRoles.map((name) => ofApplication(id, name)),
  );
}

function ofApplication(id: string, name: string): Assignment {
  return show(id, { id: guidOf(`role-of/${id}/${name}`), roleDefinitionId: roleDefinitionId(name), roleName: name });
}

/** The application's own role: an administrator gives it, and the next token has it. */
function createForApplication(state: TenantState, call: RoutedCall, id: string, definition: string): Answer {
  const application = state.roles.applications.get(id) ?? noSuchResource(id);
  const name = roleName(definition);
  if (application.directoryRoles.includes(name)) {
    refuse(
      400,
      "Request_BadRequest",
      "A conflicting object with one or more of the specified property values is present in the directory.",
    );
  }
  application.directoryRoles = [...application.directoryRoles, name];
  return { ...entity(call, "roleManagement/directory/roleAssignments/$entity", ofApplication(id, name)), status: 201 };
}

function show(principalId: string, role: RoleAssignment) {
  return { id: role.id, principalId, ...scopeOf(role) };
}

function withDefinition(assignment: Assignment) {
  const id = assignment.roleDefinitionId;
  return { ...assignment, roleDefinition: { id, displayName: roleName(id) } };
}

function create(state: TenantState, call: RoutedCall): Answer {
  const { principalId, roleDefinitionId: definition, directoryScopeId } = asObject(call.body);
  if (typeof principalId !== "string" || typeof definition !== "string" || typeof directoryScopeId !== "string") {
    return refuse(400, "Request_BadRequest", "principalId, roleDefinitionId and directoryScopeId are required.");
  }
  if (state.roles.applications.has(principalId)) return createForApplication(state, call, principalId, definition);
  const person = state.people.named(principalId) ?? noSuchResource(principalId);
  const role = assignRole(state, person, { roleDefinitionId: definition, directoryScopeId });
  if (role === undefined) {
    const text = "A conflicting object with one or more of the specified property values is present in the directory.";
    return refuse(400, "Request_BadRequest", text);
  }
  const shown = entity(call, "roleManagement/directory/roleAssignments/$entity", show(person.id, role));
  return { ...shown, status: 201 };
}
