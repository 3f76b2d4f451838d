import { conditionsIn, matches, wanted } from "../graph/filter.ts";
import { entity, type Properties, pageOf, project, seconds, selected } from "../graph/shape.ts";
import { refuse } from "../http/errors.ts";
import { asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { TenantState } from "../state.ts";
import { addCheckIns, deleteRecord, orderRemoval } from "./changes.ts";
import { lastCheckIn, type ManagedDevice } from "./managed-device.ts";

const root = "/v1.0/deviceManagement/managedDevices";
const read = "DeviceManagementManagedDevices.Read.All";
const write = "DeviceManagementManagedDevices.ReadWrite.All";
const privileged = "DeviceManagementManagedDevices.PrivilegedOperations.All";

const usual = Object.keys(properties());

/** Devices that Intune manages (m365-operations 6.2). */
export function addIntune(routes: Routes, state: TenantState, largestPage: number): void {
  addCheckIns(state);
  state.lags.register("managedDevices", state.intune.replica);
  const readers = { resource: "graph", anyOf: [read, write] } as const;
  const show = (call: RoutedCall, device: ManagedDevice) =>
    project(device, properties(), "managedDevice", selected(call.query) ?? usual);

  routes.add("GET", root, readers, (call) => {
    requireIntune(state);
    const conditions = conditionsIn(call.query, ["userId", "deviceName", "operatingSystem", "azureADDeviceId"]);
    const owner = wanted(conditions, "userId");
    const owners = owner === undefined ? state.intune.everyone() : [owner.toLowerCase()];
    const devices = owners.flatMap((id) => (knows(state, id) ? state.intune.listed(id) : []));
    const found = devices.filter((device) =>
      matches(conditions, project(device, properties(), "managedDevice", usual)),
    );
    return pageOf(call, "deviceManagement/managedDevices", found, (device) => show(call, device), largestPage);
  });
  routes.add("GET", `${root}/:id`, readers, (call) =>
    entity(call, "deviceManagement/managedDevices/$entity", show(call, deviceAt(state, call))),
  );
  routes.add("POST", `${root}/:id/retire`, { resource: "graph", anyOf: [privileged] }, (call) => {
    orderRemoval(state, deviceAt(state, call), "retire");
    return { status: 204 };
  });
  // A device of somebody's own is wiped as well: nothing but the caller stands before that.
  routes.add("POST", `${root}/:id/wipe`, { resource: "graph", anyOf: [write, privileged] }, (call) => {
    const known = ["keepEnrollmentData", "keepUserData", "macOsUnlockCode", "persistEsimDataPlan"];
    const unknown = Object.keys(asObject(call.body)).find((name) => !known.includes(name));
    if (unknown !== undefined) refuse(400, "BadRequest", `The parameter '${unknown}' does not exist in method 'wipe'.`);
    orderRemoval(state, deviceAt(state, call), "wipe");
    return { status: 204 };
  });
  routes.add("DELETE", `${root}/:id`, { resource: "graph", anyOf: [write] }, (call) => {
    deleteRecord(state, deviceAt(state, call));
    return { status: 204 };
  });
}

/** Devices outlive the account in the bin. */
const knows = ({ people }: TenantState, id: string): boolean => (people.named(id) ?? people.deleted(id)) !== undefined;

/** What a tenant without a licence for Intune answers. */
function requireIntune({ intune }: TenantState): void {
  if (!intune.licensed) refuse(400, "BadRequest", "Request not applicable to target tenant.");
}

function deviceAt(state: TenantState, call: RoutedCall): ManagedDevice {
  requireIntune(state);
  const { id = "" } = call.params;
  return state.intune.find(id) ?? refuse(404, "ResourceNotFound", `The device '${id}' was not found.`);
}

function properties(): Properties<ManagedDevice> {
  return {
    id: ({ id }) => id,
    userId: ({ userId }) => userId,
    deviceName: ({ name }) => name,
    managedDeviceOwnerType: ({ ownership }) => ownership,
    operatingSystem: ({ operatingSystem }) => operatingSystem,
    azureADDeviceId: ({ directoryId }) => directoryId,
    managementAgent: () => "mdm",
    managementState: managementState,
    lastSyncDateTime: (device) => seconds(lastCheckIn(device, Date.now())),
    deviceActionResults: ({ order }) =>
      order === null
        ? []
        : [
            {
              actionName: order.action,
              actionState: order.state,
              startDateTime: new Date(order.at).toISOString(),
              lastUpdatedDateTime: new Date(order.updatedAt).toISOString(),
            },
          ],
  };
}

const states = { pending: "Pending", active: "Issued", failed: "Failed" } as const;

function managementState({ order }: ManagedDevice): string {
  return order === null ? "managed" : `${order.action}${states[order.state]}`;
}
