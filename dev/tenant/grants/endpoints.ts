import { z } from "zod";
import { entity, page } from "../graph/shape.ts";
import { noSuchResource, refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { clientId } from "../ids.ts";
import { requireAnyOf } from "../sign-in/gate.ts";
import { type Granted, showGranted } from "./granted.ts";
import { appRoleId, ownServicePrincipal, servicePrincipalOf, services } from "./services.ts";

const readers = { resource: "graph", anyOf: ["Application.Read.All", "Directory.Read.All"] } as const;
const writers = { resource: "graph", anyOf: ["AppRoleAssignment.ReadWrite.All"] } as const;

/** What an administrator needs to give Leaver's application its permissions: service principals and app role assignments. */
export function addGrants(routes: Routes, granted: Granted): void {
  routes.add("GET", "/v1.0/servicePrincipals", readers, (call) => {
    const appId = /^appId eq '([0-9a-f-]{36})'$/i.exec(call.query.get("$filter") ?? "")?.[1];
    if (appId === undefined) refuse(400, "Request_UnsupportedQuery", "Unsupported or invalid query filter clause.");
    const found = principals(granted).filter((one) => one.appId === appId?.toLowerCase());
    return page(
      call,
      "servicePrincipals",
      found.map((one) => chosen(call, one)),
    );
  });

  const path = "/v1.0/servicePrincipals/:id/appRoleAssignments";
  routes.add("GET", path, readers, (call) => {
    requireOwn(call);
    return page(call, "appRoleAssignments", granted.all().map(showGranted), 20);
  });
  routes.add("POST", path, writers, (call) => give(granted, call));
  routes.add("DELETE", `${path}/:assignment`, writers, (call) => {
    requireOwn(call);
    const { assignment = "" } = call.params;
    granted.take(granted.find(assignment) ?? noSuchResource(assignment));
    return { status: 204 };
  });
}

const Wanted = z.object({ principalId: z.string(), resourceId: z.string(), appRoleId: z.string() });

function give(granted: Granted, call: RoutedCall): Answer {
  requireAnyOf(call.caller, readers.anyOf);
  requireOwn(call);
  const asked = Wanted.safeParse(call.body).data ?? refuse(400, "Request_BadRequest", "Invalid app role assignment.");
  const service = services.find(({ resource }) => servicePrincipalOf(resource) === asked.resourceId);
  if (asked.principalId !== call.params.id || service === undefined) return noSuchResource(asked.resourceId);
  const { resource } = service;
  if (granted.of(resource).some((permission) => appRoleId(resource, permission) === asked.appRoleId)) {
    refuse(400, "Request_BadRequest", "Permission being assigned already exists on the object");
  }
  const made = granted.give(resource, asked.appRoleId);
  if (made === undefined)
    return refuse(400, "Request_BadRequest", "Permission being assigned was not found on application");
  return { ...entity(call, "appRoleAssignments/$entity", showGranted(made)), status: 201 };
}

/** Only what Leaver's own service principal has is written here; what people have is elsewhere. */
function requireOwn({ params }: RoutedCall): void {
  if (params.id !== ownServicePrincipal) noSuchResource(params.id ?? "");
}

function principals(granted: Granted): readonly Record<string, unknown>[] {
  const own = { id: ownServicePrincipal, appId: clientId, displayName: "Leaver", accountEnabled: true, appRoles: [] };
  return [
    own,
    ...services.map(({ resource, appId, displayName }) => ({
      id: servicePrincipalOf(resource),
      appId,
      displayName,
      accountEnabled: true,
      appRoles: granted.offered(resource).map((value) => ({
        id: appRoleId(resource, value),
        value,
        displayName: value,
        description: value,
        allowedMemberTypes: ["Application"],
        isEnabled: true,
        origin: "Application",
      })),
    })),
  ];
}

function chosen({ query }: RoutedCall, shown: Record<string, unknown>): Record<string, unknown> {
  const names = query.get("$select")?.split(",");
  return Object.fromEntries(Object.entries(shown).filter(([name]) => names === undefined || names.includes(name)));
}
