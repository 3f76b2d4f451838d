import { randomUUID } from "node:crypto";
import { z } from "zod";
import { entity, page } from "../graph/shape.ts";
import { personAt } from "../graph/users.ts";
import { noSuchResource, refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { requireAnyOf } from "../sign-in/gate.ts";
import type { TenantState } from "../state.ts";
import { type Assignment, type Consent, consentId } from "./app-book.ts";
import { setAssignment, setConsent } from "./changes.ts";
import { applications } from "./seed.ts";

const readers = { resource: "graph", anyOf: ["Directory.Read.All", "Directory.ReadWrite.All"] } as const;

/** Consents of people to applications (m365-operations 5.5). */
export function addConsents(routes: Routes, state: TenantState): void {
  const { consents } = state.apps.replicas;
  const consentReaders = {
    resource: "graph",
    anyOf: [...readers.anyOf, "DelegatedPermissionGrant.ReadWrite.All"],
  } as const;
  routes.add("GET", "/v1.0/users/:id/oauth2PermissionGrants", consentReaders, (call) => {
    const { id } = personAt(state, call);
    const shown = consents.shown(id, state.apps.consentsOf(id));
    return page(call, "oauth2PermissionGrants", shown.map(showConsent));
  });
  const writers = { resource: "graph", anyOf: ["DelegatedPermissionGrant.ReadWrite.All"] } as const;
  routes.add("POST", "/v1.0/oauth2PermissionGrants", writers, (call) => giveConsent(state, call));
  routes.add("DELETE", "/v1.0/oauth2PermissionGrants/:id", writers, (call) => {
    const { id = "" } = call.params;
    setConsent(state, state.apps.consent(id) ?? noSuchResource(id), false);
    return { status: 204 };
  });
}

const Grant = z.object({
  clientId: z.string(),
  consentType: z.literal("Principal"),
  principalId: z.string(),
  resourceId: z.string(),
  scope: z.string(),
});

function giveConsent(state: TenantState, call: RoutedCall): Answer {
  const asked = Grant.safeParse(call.body).data ?? refuse(400, "Request_BadRequest", "Invalid permission grant.");
  const { consentType: _, ...consent } = asked;
  if (state.people.named(consent.principalId) === undefined) noSuchResource(consent.principalId);
  if (state.apps.consent(consentId(consent)) !== undefined) {
    refuse(409, "Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists.");
  }
  setConsent(state, consent, true);
  return { ...entity(call, "oauth2PermissionGrants/$entity", showConsent(consent)), status: 201 };
}

function showConsent(consent: Consent): Record<string, unknown> {
  return { id: consentId(consent), consentType: "Principal", ...consent };
}

const Wanted = z.object({ principalId: z.string(), resourceId: z.string(), appRoleId: z.string() });

/** App roles of people, their own and those of their groups (m365-operations 5.6). */
export function addAppRoles(routes: Routes, state: TenantState): void {
  routes.add("GET", "/v1.0/users/:id/appRoleAssignments", readers, (call) => {
    const person = personAt(state, call);
    const own = state.apps.replicas.appRoles.shown(person.id, state.apps.assignmentsOf([person.id]));
    const shown = [...own, ...state.apps.assignmentsOf(person.groupIds)];
    return page(call, `users('${person.id}')/appRoleAssignments`, shown.map(showAssignment));
  });
  const writers = { resource: "graph", anyOf: ["AppRoleAssignment.ReadWrite.All"] } as const;
  routes.add("POST", "/v1.0/servicePrincipals/:resource/appRoleAssignedTo", writers, (call) => assign(state, call));
  routes.add("DELETE", "/v1.0/servicePrincipals/:resource/appRoleAssignedTo/:assignment", writers, (call) => {
    const { assignment: id = "", resource } = call.params;
    const found = state.apps.assignment(id);
    if (found === undefined || found.resourceId !== resource) return noSuchResource(id);
    setAssignment(state, found, false);
    return { status: 204 };
  });
}

function assign(state: TenantState, call: RoutedCall): Answer {
  requireAnyOf(call.caller, ["Application.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"]);
  const asked = Wanted.safeParse(call.body).data ?? refuse(400, "Request_BadRequest", "Invalid app role assignment.");
  const { principalId, resourceId, appRoleId } = asked;
  if (state.people.named(principalId) === undefined) noSuchResource(principalId);
  if (resourceId !== call.params.resource) refuse(400, "Request_BadRequest", "resourceId does not match the address.");
  const taken = state.apps
    .assignmentsOf([principalId])
    .some((one) => one.resourceId === resourceId && one.appRoleId === appRoleId);
  if (taken) {
    const text = "Permission being assigned already exists on the object";
    refuse(400, "Request_BadRequest", text);
  }
  const assignment = { id: randomUUID(), principalType: "User", principalId, resourceId, appRoleId } as const;
  setAssignment(state, assignment, true);
  const shown = showAssignment(assignment);
  return { ...entity(call, "appRoleAssignments/$entity", shown), status: 201 };
}

function showAssignment(assignment: Assignment): Record<string, unknown> {
  const resource = Object.values(applications).find(({ id }) => id === assignment.resourceId);
  return { ...assignment, resourceDisplayName: resource?.name ?? null };
}
