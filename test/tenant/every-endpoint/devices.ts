import { tenantId } from "../../../dev/tenant/ids.ts";
import type { EndpointCall, World } from "./endpoint-call.ts";

const managed = "/v1.0/deviceManagement/managedDevices";
const managedId = ({ tenant }: World, who: string) =>
  tenant.state.intune.of(tenant.state.person(who).id)[0]?.id ?? "none";

/** A cmdlet about somebody's mail client. */
function cmdlet(name: string, parameters: (world: World) => Readonly<Record<string, unknown>>): EndpointCall {
  return {
    route: "POST /adminapi/beta/:tenant/InvokeCommand",
    request: (world) => ({
      path: `/adminapi/beta/${tenantId}/InvokeCommand`,
      body: { CmdletInput: { CmdletName: name, Parameters: parameters(world) } },
    }),
  };
}

function phoneOf({ tenant: { state } }: World, who: string): string | undefined {
  const mailbox = state.mailboxes.find(state.person(who).id);
  return mailbox && state.mobileDevices.of(mailbox).devices[0]?.id;
}

/** Devices of the directory, of Intune and of Exchange. */
export const deviceCalls: readonly EndpointCall[] = [
  ...["registeredDevices", "ownedDevices"].map(
    (relation): EndpointCall => ({
      route: `GET /v1.0/users/:id/${relation}`,
      request: ({ id }) => ({ path: `/v1.0/users/${id("anna")}/${relation}` }),
    }),
  ),
  {
    route: "GET /v1.0/devices/:id",
    request: ({ tenant }) => ({ path: `/v1.0/devices/${tenant.state.person("anna").deviceIds[0]}` }),
  },
  {
    route: "PATCH /v1.0/devices/:id",
    request: ({ tenant }) => ({
      path: `/v1.0/devices/${tenant.state.person("anna").deviceIds[0]}`,
      body: { accountEnabled: false },
    }),
    status: 204,
  },
  { route: `GET ${managed}`, request: () => ({ path: `${managed}?$top=2` }) },
  {
    route: `GET ${managed}`,
    request: ({ id }) => ({
      path: `${managed}?$filter=userId eq '${id("anna")}'&$select=id,userId,managedDeviceOwnerType,managementState,deviceActionResults`,
    }),
  },
  {
    route: `POST ${managed}/:id/retire`,
    request: (world) => ({ path: `${managed}/${managedId(world, "anna")}/retire` }),
    status: 204,
  },
  {
    route: `POST ${managed}/:id/wipe`,
    request: (world) => ({
      path: `${managed}/${managedId(world, "ben")}/wipe`,
      body: { keepEnrollmentData: false, keepUserData: false },
    }),
    status: 204,
  },
  { route: `GET ${managed}/:id`, request: (world) => ({ path: `${managed}/${managedId(world, "anna")}` }) },
  { route: `GET ${managed}/:id`, request: ({ id }) => ({ path: `${managed}/${id("anna")}` }), status: 404 },
  {
    route: `DELETE ${managed}/:id`,
    request: (world) => ({ path: `${managed}/${managedId(world, "leaver01")}` }),
    status: 204,
  },
  cmdlet("Get-MobileDevice", ({ id }) => ({ Mailbox: id("anna"), ResultSize: "Unlimited" })),
  cmdlet("Get-MobileDeviceStatistics", ({ id }) => ({ Mailbox: id("anna") })),
  cmdlet("Clear-MobileDevice", (world) => ({ Identity: phoneOf(world, "anna"), AccountOnly: true, Confirm: false })),
  cmdlet("Remove-MobileDevice", (world) => ({ Identity: phoneOf(world, "ben"), Confirm: false })),
];
