import { guidOf, tenantId } from "../../../dev/tenant/ids.ts";
import type { EndpointCall, World } from "./endpoint-call.ts";

const groupAt = (key: string) => `/v1.0/groups/${guidOf(`group/${key}`)}`;
const fields =
  "$select=id,groupTypes,mailEnabled,onPremisesSyncEnabled,isAssignableToRole,isManagementRestricted,assignedLicenses";
const graph = "https://graph.microsoft.com/v1.0/directoryObjects";

type Relation = "members" | "owners";

function add(relation: Relation, group: string, who: string, status = 204): EndpointCall {
  return {
    route: `POST /v1.0/groups/:group/${relation}/$ref`,
    request: ({ id }) => ({ path: `${groupAt(group)}/${relation}/$ref`, body: { "@odata.id": `${graph}/${id(who)}` } }),
    status,
  };
}

function remove(relation: Relation, group: string, who: string, status = 204): EndpointCall {
  return {
    route: `DELETE /v1.0/groups/:group/${relation}/:person/$ref`,
    request: ({ id }) => ({ path: `${groupAt(group)}/${relation}/${id(who)}/$ref` }),
    status,
  };
}

function cmdlet(name: string, parameters: (world: World) => object, status = 200): EndpointCall {
  return {
    route: "POST /adminapi/beta/:tenant/InvokeCommand",
    request: (world) => ({
      path: `/adminapi/beta/${tenantId}/InvokeCommand`,
      body: { CmdletInput: { CmdletName: name, Parameters: parameters(world) } },
    }),
    status,
  };
}

const list = guidOf("group/support");

/** Groups, lists, members and owners. */
export const groupCalls: readonly EndpointCall[] = [
  {
    route: "GET /v1.0/users/:id/memberOf",
    request: ({ id }) => ({ path: `/v1.0/users/${id("ben")}/memberOf?${fields}` }),
  },
  {
    route: "GET /v1.0/users/:id/memberOf/microsoft.graph.group",
    request: ({ id }) => ({ path: `/v1.0/users/${id("ben")}/memberOf/microsoft.graph.group?${fields}` }),
  },
  {
    route: "POST /v1.0/users/:id/checkMemberGroups",
    request: ({ id }) => ({
      path: `/v1.0/users/${id("ben")}/checkMemberGroups`,
      body: { groupIds: [guidOf("group/kite"), guidOf("group/sales")] },
    }),
  },
  { route: "GET /v1.0/groups", request: () => ({ path: "/v1.0/groups?$select=id,displayName,mail&$top=5" }) },
  { route: "GET /v1.0/groups/:group", request: () => ({ path: groupAt("kite") }) },
  { route: "GET /v1.0/groups/:group/members", request: () => ({ path: `${groupAt("kite")}/members?$select=id` }) },
  {
    route: "GET /v1.0/groups/:group/owners",
    request: () => ({ path: `${groupAt("kite")}/owners?$select=id,accountEnabled` }),
  },
  remove("owners", "kite", "ben", 400),
  add("owners", "kite", "oskar"),
  add("owners", "kite", "oskar", 400),
  remove("owners", "kite", "ben"),
  remove("owners", "kite", "ben", 404),
  add("members", "kite", "oskar"),
  remove("members", "kite", "ben"),
  remove("members", "kite", "ben", 404),
  remove("members", "plant", "ben", 400),
  remove("members", "support", "ben", 400),
  cmdlet("Get-DistributionGroup", ({ id }) => ({ ManagedBy: id("ben"), ResultSize: "Unlimited" })),
  cmdlet("Set-DistributionGroup", ({ id }) => ({
    Identity: list,
    ManagedBy: { "@odata.type": "#Exchange.GenericHashTable", add: id("oskar"), remove: id("ben") },
    BypassSecurityGroupManagerCheck: true,
  })),
  cmdlet("Remove-DistributionGroupMember", ({ id }) => ({ Identity: list, Member: id("ben"), Confirm: false })),
  cmdlet("Remove-DistributionGroupMember", ({ id }) => ({ Identity: list, Member: id("ben"), Confirm: false }), 400),
  cmdlet("Add-DistributionGroupMember", ({ id }) => ({ Identity: list, Member: id("ben") })),
  cmdlet("Get-DistributionGroupMember", () => ({ Identity: list, ResultSize: "Unlimited" })),
];
