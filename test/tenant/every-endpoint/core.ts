import { z } from "zod";
import type { EndpointCall, World } from "./endpoint-call.ts";

const select = "$select=id,displayName,userPrincipalName,mail,accountEnabled";
const Created = z.object({ id: z.string() });
const subscriptionId = (world: World) => Created.parse(world.answerTo("POST /v1.0/subscriptions")).id;
const inTenDays = () => new Date(Date.now() + 10 * 86_400_000).toISOString();
const eventual = { ConsistencyLevel: "eventual" };

/** Sign-in, users, deletion, delta and subscriptions. */
export const coreCalls: readonly EndpointCall[] = [
  {
    route: "GET /:tenant/v2.0/.well-known/openid-configuration",
    request: ({ tenant }) => ({ path: `/${tenant.tenantId}/v2.0/.well-known/openid-configuration` }),
  },
  {
    route: "POST /:tenant/oauth2/v2.0/token",
    request: ({ tenant }) => ({
      path: `/${tenant.tenantId}/oauth2/v2.0/token`,
      body: new URLSearchParams({
        client_id: tenant.clientId,
        client_secret: tenant.clientSecret,
        grant_type: "client_credentials",
        scope: "https://graph.microsoft.com/.default",
      }),
    }),
  },
  {
    route: "POST /:tenant/oauth2/v2.0/token",
    request: ({ tenant }) => ({ path: `/${tenant.tenantId}/oauth2/v2.0/token`, body: new URLSearchParams() }),
    status: 400,
  },
  { route: "GET /v1.0/users", request: () => ({ path: `/v1.0/users?${select}&$top=3` }) },
  {
    route: "GET /v1.0/users",
    request: () => ({ path: `/v1.0/users?${select}&$filter=userType ne 'Guest'&$count=true`, headers: eventual }),
  },
  { route: "GET /v1.0/users", request: () => ({ path: "/v1.0/users?$filter=userType ne 'Guest'" }), status: 400 },
  { route: "GET /v1.0/users/$count", request: () => ({ path: "/v1.0/users/$count", headers: eventual }) },
  {
    route: "GET /v1.0/users/:id",
    request: ({ id }) => ({
      path: `/v1.0/users/${id("anna")}?$select=${everyProperty}&$expand=manager($select=id,displayName)`,
    }),
  },
  { route: "GET /v1.0/users/:id", request: ({ id }) => ({ path: `/v1.0/users/${id("erik")}` }) },
  { route: "GET /v1.0/users/:id", request: () => ({ path: "/v1.0/users/nobody@kestrel.example" }), status: 404 },
  {
    route: "GET /v1.0/users/:id/manager",
    request: ({ id }) => ({ path: `/v1.0/users/${id("anna")}/manager?${select}` }),
  },
  {
    route: "GET /v1.0/users/:id/directReports",
    request: ({ id }) => ({ path: `/v1.0/users/${id("maria")}/directReports?${select}` }),
  },
  {
    route: "PUT /v1.0/users/:id/manager/$ref",
    request: ({ id }) => ({
      path: `/v1.0/users/${id("anna")}/manager/$ref`,
      body: { "@odata.id": `https://graph.microsoft.com/v1.0/users/${id("petra")}` },
    }),
    status: 204,
  },
  {
    route: "DELETE /v1.0/users/:id/manager/$ref",
    request: ({ id }) => ({ path: `/v1.0/users/${id("anna")}/manager/$ref` }),
    status: 204,
  },
  { route: "GET /v1.0/organization", request: () => ({ path: "/v1.0/organization" }) },
  {
    route: "GET /v1.0/organization/:id",
    request: ({ tenant }) => ({ path: `/v1.0/organization/${tenant.tenantId}?$select=id,onPremisesLastSyncDateTime` }),
  },
  { route: "GET /v1.0/domains", request: () => ({ path: "/v1.0/domains" }) },
  {
    route: "POST /v1.0/users",
    request: () => ({
      path: "/v1.0/users",
      body: {
        accountEnabled: true,
        displayName: "Nele Neu",
        mailNickname: "nele.neu",
        userPrincipalName: "nele.neu@kestrel.example",
        passwordProfile: { password: "a-Long-Enough-Passw0rd!", forceChangePasswordNextSignIn: true },
      },
    }),
    status: 201,
  },
  {
    route: "PATCH /v1.0/users/:id",
    request: ({ id }) => ({
      path: `/v1.0/users/${id("anna")}`,
      body: { accountEnabled: false, passwordProfile: { password: "another-Long-0ne!" }, department: "None" },
    }),
    status: 204,
  },
  {
    route: "PATCH /v1.0/users/:id",
    request: ({ id }) => ({ path: `/v1.0/users/${id("erik")}`, body: { accountEnabled: false } }),
    status: 400,
  },
  {
    route: "PATCH /v1.0/users/:id",
    request: ({ id }) => ({ path: `/v1.0/users/${id("ivan")}`, body: { accountEnabled: false } }),
    status: 403,
  },
  {
    route: "POST /v1.0/users/:id/revokeSignInSessions",
    request: ({ id }) => ({ path: `/v1.0/users/${id("anna")}/revokeSignInSessions`, body: {} }),
  },
  {
    route: "GET /v1.0/users/delta",
    request: () => ({
      path: "/v1.0/users/delta?$select=id,accountEnabled,manager",
      headers: { prefer: "odata.maxpagesize=5" },
    }),
  },
  { route: "GET /v1.0/users/delta", request: () => ({ path: "/v1.0/users/delta?$deltatoken=latest" }) },
  {
    route: "POST /v1.0/subscriptions",
    request: ({ subscriberUrl }) => ({
      path: "/v1.0/subscriptions",
      body: {
        changeType: "updated,deleted",
        notificationUrl: `${subscriberUrl}/notify`,
        lifecycleNotificationUrl: `${subscriberUrl}/lifecycle`,
        resource: "users",
        expirationDateTime: inTenDays(),
        clientState: "not-a-secret",
        latestSupportedTlsVersion: "v1_2",
      },
    }),
    status: 201,
  },
  { route: "GET /v1.0/subscriptions", request: () => ({ path: "/v1.0/subscriptions" }) },
  {
    route: "GET /v1.0/subscriptions/:id",
    request: (world) => ({ path: `/v1.0/subscriptions/${subscriptionId(world)}` }),
  },
  {
    route: "PATCH /v1.0/subscriptions/:id",
    request: (world) => ({
      path: `/v1.0/subscriptions/${subscriptionId(world)}`,
      body: { expirationDateTime: inTenDays() },
    }),
  },
  {
    route: "POST /v1.0/subscriptions/:id/reauthorize",
    request: (world) => ({ path: `/v1.0/subscriptions/${subscriptionId(world)}/reauthorize` }),
    status: 204,
  },
  { route: "DELETE /v1.0/users/:id", request: ({ id }) => ({ path: `/v1.0/users/${id("anna")}` }), status: 204 },
  { route: "DELETE /v1.0/users/:id", request: ({ id }) => ({ path: `/v1.0/users/${id("ben")}` }), status: 204 },
  {
    route: "GET /v1.0/users/delta",
    request: (world) => {
      const link = z.object({ "@odata.deltaLink": z.string() }).parse(world.answerTo("GET /v1.0/users/delta"));
      return { path: link["@odata.deltaLink"].replace(world.tenant.url, "") };
    },
  },
  {
    route: "DELETE /v1.0/subscriptions/:id",
    request: (world) => ({ path: `/v1.0/subscriptions/${subscriptionId(world)}` }),
    status: 204,
  },
  {
    route: "GET /v1.0/subscriptions/:id",
    request: (world) => ({ path: `/v1.0/subscriptions/${subscriptionId(world)}` }),
    status: 404,
  },
  {
    route: "GET /v1.0/directory/deletedItems/microsoft.graph.user",
    request: () => ({ path: `/v1.0/directory/deletedItems/microsoft.graph.user?${select},deletedDateTime&$top=100` }),
  },
  {
    route: "GET /v1.0/directory/deletedItems/:id",
    request: ({ id }) => ({ path: `/v1.0/directory/deletedItems/${id("anna")}` }),
  },
  {
    route: "GET /v1.0/directory/deletedItems/:id/microsoft.graph.user",
    request: ({ id }) => ({
      path: `/v1.0/directory/deletedItems/${id("anna")}/microsoft.graph.user?$select=id&$expand=manager($select=id)`,
    }),
  },
  {
    route: "POST /v1.0/directory/deletedItems/getUserOwnedObjects",
    request: ({ id }) => ({
      path: "/v1.0/directory/deletedItems/getUserOwnedObjects",
      body: { userId: id("anna"), type: "Group" },
    }),
  },
  {
    route: "POST /v1.0/directory/deletedItems/:id/restore",
    request: ({ id }) => ({
      path: `/v1.0/directory/deletedItems/${id("anna")}/restore`,
      body: { newUserPrincipalName: "nele.neu@kestrel.example" },
    }),
    status: 400,
  },
  {
    route: "POST /v1.0/directory/deletedItems/:id/restore",
    request: ({ id }) => ({ path: `/v1.0/directory/deletedItems/${id("anna")}/restore`, body: {} }),
  },
  {
    route: "DELETE /v1.0/directory/deletedItems/:id",
    request: ({ id }) => ({ path: `/v1.0/directory/deletedItems/${id("ben")}` }),
    status: 204,
  },
  {
    route: "GET /v1.0/directory/deletedItems/:id",
    request: ({ tenant }) => ({ path: `/v1.0/directory/deletedItems/${tenant.tenantId}` }),
    status: 404,
  },
  {
    route: "POST /v1.0/$batch",
    request: ({ id }) => ({
      path: "/v1.0/$batch",
      body: {
        requests: [
          { id: "1", method: "GET", url: `/users/${id("clara")}?$select=id` },
          { id: "2", method: "GET", url: `/users/${id("ben")}?$select=id` },
        ],
      },
    }),
  },
];

/** What Leaver selects of a leaver (m365-operations 4.1), and what else the tenant knows. */
const everyProperty =
  "id,userPrincipalName,displayName,givenName,surname,mail,otherMails,proxyAddresses,mailNickname,accountEnabled,userType,employeeId,employeeType,employeeHireDate,employeeLeaveDateTime,usageLocation,country,companyName,department,officeLocation,jobTitle,mobilePhone,businessPhones,preferredLanguage,onPremisesSyncEnabled,onPremisesImmutableId,onPremisesLastSyncDateTime,onPremisesSamAccountName,onPremisesDistinguishedName,assignedLicenses,licenseAssignmentStates,isResourceAccount,isManagementRestricted,showInAddressList,signInSessionsValidFromDateTime,lastPasswordChangeDateTime,passwordPolicies,serviceProvisioningErrors,createdDateTime";
