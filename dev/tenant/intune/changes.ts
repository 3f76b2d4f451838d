import type { TenantState } from "../state.ts";
import { type ManagedDevice, nextCheckIn } from "./managed-device.ts";

const checkIn = "managed-device-check-in";
const removal = "managed-device-removal";
/** A device takes so long to carry out what it fetched. */
const carryingOutMs = 10 * 60_000;

/** What devices do by and by with the orders they get. */
export function addCheckIns(state: TenantState): void {
  state.schedule.handle(checkIn, (id, at) => fetchOrder(state, id, at));
  state.schedule.handle(removal, (id, at) => carryOut(state, id, at));
}

/** Queues an order. A device that has one already keeps it. */
export function orderRemoval(state: TenantState, device: ManagedDevice, action: "retire" | "wipe", by?: "hand"): void {
  const waits = device.order?.state === "pending" || device.order?.state === "active";
  if (waits) return;
  const now = Date.now();
  const ordered: ManagedDevice = { ...device, order: { action, state: "pending", at: now, updatedAt: now } };
  state.intune.replace(device, ordered);
  tell(state, ordered, `${action}-managed-device`, by);
  const at = nextCheckIn(ordered, now);
  if (at !== undefined) state.schedule.at(at, checkIn, device.id);
}

/** Somebody says in Intune whose a device is. */
export function setOwnership(state: TenantState, device: ManagedDevice, ownership: ManagedDevice["ownership"]): void {
  state.intune.replace(device, { ...device, ownership });
  tell(state, device, "set-device-ownership", "hand");
}

/** Drops the record, and with it an order that the device has not fetched. */
export function deleteRecord(state: TenantState, device: ManagedDevice, by?: "hand"): void {
  state.schedule.cancel(checkIn, device.id);
  state.schedule.cancel(removal, device.id);
  state.intune.replace(device, undefined);
  tell(state, device, "delete-managed-device", by);
}

function fetchOrder(state: TenantState, id: string, at: number): void {
  const device = state.intune.find(id);
  if (device?.order?.state !== "pending") return;
  const order = { ...device.order, state: device.failing ? ("failed" as const) : ("active" as const), updatedAt: at };
  state.intune.replace(device, { ...device, order });
  state.changed();
  if (!device.failing) state.schedule.at(at + carryingOutMs, removal, id);
}

function carryOut(state: TenantState, id: string, at: number): void {
  const device = state.intune.find(id);
  if (device?.order?.state !== "active") return;
  state.intune.replace(device, undefined);
  tell(
    state,
    device,
    device.order.action === "wipe" ? "managed-device-wiped" : "managed-device-retired",
    "service",
    at,
  );
}

function tell(
  state: TenantState,
  device: ManagedDevice,
  operation: string,
  by?: "hand" | "service",
  at?: number,
): void {
  const { id: objectId, userId: personId, ownership } = device;
  state.effects.add({ operation, objectId, personId, detail: { ownership }, ...(by && { by }) }, at);
}
