import { setDeviceEnabled } from "../changes.ts";
import { masteredOnPremises, noSuchResource, refuse } from "../http/errors.ts";
import { asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Device } from "../model.ts";
import type { TenantState } from "../state.ts";
import { entity, type Properties, page, project, seconds, selected } from "./shape.ts";
import { personAt } from "./users.ts";

/** Entra devices of a person, and the device itself (m365-operations 6.1). */
export function addDevices(routes: Routes, state: TenantState): void {
  const properties = deviceProperties(state);
  const usual = Object.keys(properties);
  const show = (call: RoutedCall, device: Device) =>
    project(device, properties, "device", selected(call.query) ?? usual);

  const ofUsers = { resource: "graph", anyOf: ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All"] } as const;
  for (const relation of ["registeredDevices", "ownedDevices"]) {
    routes.add("GET", `/v1.0/users/:id/${relation}`, ofUsers, (call) => {
      const devices = state.devicesOf(personAt(state, call).id);
      const shown = devices.map((device) => ({ "@odata.type": "#microsoft.graph.device", ...show(call, device) }));
      return page(call, "directoryObjects", shown);
    });
  }

  const readers = {
    resource: "graph",
    anyOf: ["Device.Read.All", "Device.ReadWrite.All", "Directory.Read.All"],
  } as const;
  routes.add("GET", "/v1.0/devices/:id", readers, (call) =>
    entity(call, "devices/$entity", show(call, deviceAt(state, call))),
  );

  const writers = { resource: "graph", anyOf: ["Device.ReadWrite.All"] } as const;
  routes.add("PATCH", "/v1.0/devices/:id", writers, (call) => {
    const device = deviceAt(state, call);
    const { accountEnabled } = asObject(call.body);
    if (typeof accountEnabled !== "boolean") {
      return refuse(
        400,
        "Request_BadRequest",
        "Invalid value specified for property 'accountEnabled' of resource 'Device'.",
      );
    }
    if (device.trustType === "ServerAd") masteredOnPremises();
    setDeviceEnabled(state, device, accountEnabled);
    return { status: 204 };
  });
}

/** By object id. The `deviceId` of a device is not an address here, as in the service. */
function deviceAt(state: TenantState, call: RoutedCall): Device {
  const id = call.params.id ?? "";
  return state.devices.get(id) ?? noSuchResource(id);
}

function deviceProperties({ replicas, intune }: TenantState): Properties<Device> {
  const isManaged = ({ ownerId, deviceId }: Device) =>
    intune.of(ownerId).some(({ directoryId }) => directoryId === deviceId);
  return {
    id: ({ id }) => id,
    deviceId: ({ deviceId }) => deviceId,
    displayName: ({ displayName }) => displayName,
    accountEnabled: ({ id, accountEnabled }) => replicas.deviceEnabled.shown(id, accountEnabled),
    operatingSystem: ({ operatingSystem }) => operatingSystem,
    operatingSystemVersion: ({ operatingSystem }) => (operatingSystem === "iOS" ? "18.1" : "10.0.26100"),
    trustType: ({ trustType }) => trustType,
    isManaged,
    isCompliant: isManaged,
    onPremisesSyncEnabled: ({ trustType }) => (trustType === "ServerAd" ? true : null),
    approximateLastSignInDateTime: ({ lastSignInAt }) => seconds(lastSignInAt),
  };
}
