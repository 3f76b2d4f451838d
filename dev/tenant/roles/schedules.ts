import { randomUUID } from "node:crypto";
import { conditionsIn, matches, wanted } from "../graph/filter.ts";
import { entity, page, seconds } from "../graph/shape.ts";
import { noSuchResource, refuse } from "../http/errors.ts";
import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Person } from "../model.ts";
import { requireAnyOf } from "../sign-in/gate.ts";
import type { TenantState } from "../state.ts";
import { requireAnotherGlobalAdministrator } from "./assignments.ts";
import {
  assignmentOf,
  assignRole,
  eligibilityOf,
  endEligibility,
  makeEligible,
  type RoleScope,
  removeRole,
  scopeOf,
} from "./changes.ts";

const root = "/v1.0/roleManagement/directory";
const all = ["RoleManagement.Read.Directory", "RoleManagement.ReadWrite.Directory"];

interface Kind {
  readonly instances: string;
  readonly requests: string;
  /** Prefix of its permissions. */
  readonly permission: string;
  readonly show: (state: TenantState, person: Person) => Record<string, unknown>[];
  /** @returns false when there was nothing to remove */
  readonly remove: (state: TenantState, person: Person, scope: RoleScope) => boolean;
  /** @returns false when it was there already */
  readonly assign: (state: TenantState, person: Person, scope: RoleScope, endsAt: number | undefined) => boolean;
}

const active: Kind = {
  instances: "roleAssignmentScheduleInstances",
  requests: "roleAssignmentScheduleRequests",
  permission: "RoleAssignmentSchedule",
  show: (state, person) => [
    ...state.roles.replicas.roleAssignments.shown(person.id, person.roles).map((role) => ({
      ...instance(person, scopeOf(role), role.endsAt),
      id: role.id,
      assignmentType: role.activated === true ? "Activated" : "Assigned",
      memberType: "Direct",
      roleAssignmentOriginId: role.id,
      roleAssignmentScheduleId: role.id,
    })),
    ...throughGroups(state, person, false).map(({ id, roleDefinitionId }) => ({
      ...instance(person, { roleDefinitionId, directoryScopeId: "/" }, undefined),
      id,
      assignmentType: "Assigned",
      memberType: "Group",
      roleAssignmentOriginId: id,
      roleAssignmentScheduleId: id,
    })),
  ],
  remove(state, person, scope) {
    const role = assignmentOf(person, scope);
    if (role === undefined) return false;
    requireAnotherGlobalAdministrator(state, person, role);
    removeRole(state, person, role);
    return true;
  },
  assign: (state, person, scope, endsAt) => assignRole(state, person, scope, { endsAt }) !== undefined,
};

const eligible: Kind = {
  instances: "roleEligibilityScheduleInstances",
  requests: "roleEligibilityScheduleRequests",
  permission: "RoleEligibilitySchedule",
  show: (state, person) => [
    ...state.roles.replicas.roleEligibilities.shown(person.id, state.roles.eligibilitiesOf(person.id)).map((one) => ({
      ...instance(person, one, one.endsAt ?? undefined),
      id: one.id,
      memberType: "Direct",
      roleEligibilityScheduleId: one.id,
    })),
    ...throughGroups(state, person, true).map(({ id, roleDefinitionId }) => ({
      ...instance(person, { roleDefinitionId, directoryScopeId: "/" }, undefined),
      id,
      memberType: "Group",
      roleEligibilityScheduleId: id,
    })),
  ],
  remove(state, person, scope) {
    const found = eligibilityOf(state, person, scope);
    if (found !== undefined) endEligibility(state, person, found);
    return found !== undefined;
  },
  assign: (state, person, scope, endsAt) => makeEligible(state, person, scope, { endsAt }) !== undefined,
};

/** Privileged Identity Management (m365-operations 5.8). Without Microsoft Entra ID P2 all of it is refused. */
export function addSchedules(routes: Routes, state: TenantState): void {
  for (const kind of [active, eligible]) {
    const { instances, requests, permission } = kind;
    const readers = { resource: "graph", anyOf: [...scheduleReaders(permission), ...all] } as const;
    routes.add("GET", `${root}/${instances}`, readers, (call) => {
      requirePremium(state);
      const conditions = conditionsIn(call.query, ["principalId", "roleDefinitionId", "memberType"]);
      const principalId = wanted(conditions, "principalId");
      const people = principalId === undefined ? state.people.all() : [state.people.named(principalId)];
      const shown = people.flatMap((person) => (person === undefined ? [] : kind.show(state, person)));
      return page(
        call,
        `roleManagement/directory/${instances}`,
        shown.filter((one) => matches(conditions, one)),
      );
    });

    const writers = { resource: "graph", anyOf: [...scheduleWriters(permission), `${permission}.Remove.Directory`] };
    routes.add("POST", `${root}/${requests}`, { ...writers, resource: "graph" }, (call) => request(state, call, kind));
  }
}

const scheduleReaders = (prefix: string) => [`${prefix}.Read.Directory`, `${prefix}.ReadWrite.Directory`];
const scheduleWriters = (prefix: string) => [`${prefix}.ReadWrite.Directory`, "RoleManagement.ReadWrite.Directory"];

function instance(person: Person, scope: RoleScope, endsAt: number | undefined): Record<string, unknown> {
  return {
    principalId: person.id,
    roleDefinitionId: scope.roleDefinitionId,
    directoryScopeId: scope.directoryScopeId,
    appScopeId: null,
    startDateTime: seconds(person.createdAt),
    endDateTime: endsAt === undefined ? null : seconds(endsAt),
  };
}

function throughGroups({ roles }: TenantState, { groupIds }: Person, eligibleOnly: boolean) {
  return roles.groupRoles().filter(({ groupId, eligible: is }) => is === eligibleOnly && groupIds.includes(groupId));
}

function requirePremium({ roles }: TenantState): void {
  if (roles.premium) return;
  const text = "The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.";
  refuse(400, "AadPremiumLicenseRequired", text);
}

function request(state: TenantState, call: RoutedCall, kind: Kind): Answer {
  requirePremium(state);
  const { action, principalId, roleDefinitionId, directoryScopeId, justification, scheduleInfo } = asObject(call.body);
  if (typeof principalId !== "string" || typeof roleDefinitionId !== "string" || typeof directoryScopeId !== "string") {
    return refuse(400, "InvalidRoleAssignmentRequest", "The role assignment request is invalid.");
  }
  const person = state.people.named(principalId) ?? noSuchResource(principalId);
  const scope = { roleDefinitionId, directoryScopeId };
  if (action === "adminRemove") {
    if (!kind.remove(state, person, scope)) {
      refuse(400, "RoleAssignmentDoesNotExist", "The Role assignment does not exist.");
    }
  } else if (action === "adminAssign") {
    requireAnyOf(call.caller, scheduleWriters(kind.permission));
    if (!kind.assign(state, person, scope, endIn(scheduleInfo))) {
      refuse(400, "RoleAssignmentExists", "The Role assignment already exists.");
    }
  } else return refuse(400, "InvalidRoleAssignmentRequest", "The role assignment request is invalid.");
  const status = action === "adminRemove" ? "Revoked" : "Provisioned";
  const asked = { action, principalId, ...scope, justification: justification ?? null };
  const shown = { id: randomUUID(), status, createdDateTime: new Date().toISOString(), ...asked };
  return { ...entity(call, `roleManagement/directory/${kind.requests}/$entity`, shown), status: 201 };
}

/** Epoch milliseconds; undefined: for good. */
function endIn(scheduleInfo: unknown): number | undefined {
  const { type, endDateTime } = asObject(asObject(scheduleInfo).expiration);
  return type === "afterDateTime" && typeof endDateTime === "string" ? Date.parse(endDateTime) : undefined;
}
