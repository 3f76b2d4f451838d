import { z } from "zod";
import { applications } from "../../../dev/tenant/apps/seed.ts";
import { guidOf } from "../../../dev/tenant/ids.ts";
import type { EndpointCall, World } from "./endpoint-call.ts";

const First = z.object({ value: z.array(z.object({ id: z.string(), resourceId: z.string() })).min(1) });
const first = (world: World, route: string) => {
  const [found] = First.parse(world.answerTo(route)).value;
  return found ?? { id: "", resourceId: "" };
};
const app = `/v1.0/applications/${guidOf("application/reporting-bot")}`;
const grants = "/v1.0/users/:id/oauth2PermissionGrants";
const roles = "/v1.0/users/:id/appRoleAssignments";

/** Consents, app roles, registrations, and what people own. */
export const applicationCalls: readonly EndpointCall[] = [
  { route: `GET ${grants}`, request: ({ id }) => ({ path: `/v1.0/users/${id("clara")}/oauth2PermissionGrants` }) },
  {
    route: "DELETE /v1.0/oauth2PermissionGrants/:id",
    request: (world) => ({ path: `/v1.0/oauth2PermissionGrants/${first(world, `GET ${grants}`).id}` }),
    status: 204,
  },
  {
    route: "DELETE /v1.0/oauth2PermissionGrants/:id",
    request: (world) => ({ path: `/v1.0/oauth2PermissionGrants/${first(world, `GET ${grants}`).id}` }),
    status: 404,
  },
  ...[201, 409].map(
    (status): EndpointCall => ({
      route: "POST /v1.0/oauth2PermissionGrants",
      request: ({ id }) => ({
        path: "/v1.0/oauth2PermissionGrants",
        body: {
          clientId: applications.tasks.id,
          consentType: "Principal",
          principalId: id("clara"),
          resourceId: applications.graph.id,
          scope: "User.Read",
        },
      }),
      status,
    }),
  ),
  { route: `GET ${roles}`, request: ({ id }) => ({ path: `/v1.0/users/${id("clara")}/appRoleAssignments` }) },
  {
    route: "DELETE /v1.0/servicePrincipals/:resource/appRoleAssignedTo/:assignment",
    request: (world) => {
      const { id, resourceId } = first(world, `GET ${roles}`);
      return { path: `/v1.0/servicePrincipals/${resourceId}/appRoleAssignedTo/${id}` };
    },
    status: 204,
  },
  ...[201, 400].map(
    (status): EndpointCall => ({
      route: "POST /v1.0/servicePrincipals/:resource/appRoleAssignedTo",
      request: ({ id }) => ({
        path: `/v1.0/servicePrincipals/${applications.expenses.id}/appRoleAssignedTo`,
        body: {
          principalId: id("ben"),
          resourceId: applications.expenses.id,
          appRoleId: "00000000-0000-0000-0000-000000000000",
        },
      }),
      status,
    }),
  ),
  {
    route: "GET /v1.0/users/:id/ownedObjects",
    request: ({ id }) => ({ path: `/v1.0/users/${id("clara")}/ownedObjects?$select=id,groupTypes` }),
  },
  {
    route: "GET /v1.0/users/:id/ownedObjects/microsoft.graph.group",
    request: ({ id }) => ({ path: `/v1.0/users/${id("clara")}/ownedObjects/microsoft.graph.group?$select=id` }),
  },
  {
    route: "GET /v1.0/users/:id/ownedObjects/microsoft.graph.application",
    request: ({ id }) => ({ path: `/v1.0/users/${id("clara")}/ownedObjects/microsoft.graph.application?$select=id` }),
  },
  {
    route: "GET /v1.0/applications/:app",
    request: () => ({ path: `${app}?$select=id,passwordCredentials,keyCredentials` }),
  },
  { route: "GET /v1.0/applications/:app/owners", request: () => ({ path: `${app}/owners?$select=id,accountEnabled` }) },
  ...[204, 400].map(
    (status): EndpointCall => ({
      route: "POST /v1.0/applications/:app/owners/$ref",
      request: ({ id }) => ({
        path: `${app}/owners/$ref`,
        body: { "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${id("maria")}` },
      }),
      status,
    }),
  ),
  ...[204, 404].map(
    (status): EndpointCall => ({
      route: "DELETE /v1.0/applications/:app/owners/:person/$ref",
      request: ({ id }) => ({ path: `${app}/owners/${id("clara")}/$ref` }),
      status,
    }),
  ),
];
