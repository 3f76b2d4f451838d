import { appRoleId, ownServicePrincipal, servicePrincipalOf } from "../../../dev/tenant/grants/services.ts";
import { guidOf } from "../../../dev/tenant/ids.ts";
import type { EndpointCall } from "./endpoint-call.ts";

const path = `/v1.0/servicePrincipals/${ownServicePrincipal}/appRoleAssignments`;
const route = "/v1.0/servicePrincipals/:id/appRoleAssignments";
const right = "Exchange.ManageAsApp";

/** How an administrator gives the application its rights. */
export const grantCalls: readonly EndpointCall[] = [
  {
    route: "GET /v1.0/servicePrincipals",
    request: () => ({
      path: "/v1.0/servicePrincipals?$filter=appId eq '00000003-0000-0000-c000-000000000000'&$select=id,appId,appRoles",
    }),
  },
  { route: `GET ${route}`, request: () => ({ path }) },
  ...[204, 404].map(
    (status): EndpointCall => ({
      route: `DELETE ${route}/:assignment`,
      request: () => ({ path: `${path}/${guidOf(`grant/exchange/${right}`)}` }),
      status,
    }),
  ),
  ...[201, 400].map(
    (status): EndpointCall => ({
      route: `POST ${route}`,
      request: () => ({
        path,
        body: {
          principalId: ownServicePrincipal,
          resourceId: servicePrincipalOf("exchange"),
          appRoleId: appRoleId("exchange", right),
        },
      }),
      status,
    }),
  ),
  {
    route: "GET /_api/web",
    request: () => ({ path: "/_api/web?$select=Id" }),
  },
];
