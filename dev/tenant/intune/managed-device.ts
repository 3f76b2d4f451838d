import { z } from "zod";

/** An order to take the company's data off a device, or everything. */
const Order = z.object({
  action: z.enum(["retire", "wipe"]),
  /** `pending` until the device checks in, then `active` until it is done. `failed`: the device could not do it. */
  state: z.enum(["pending", "active", "failed"]),
  at: z.number(),
  updatedAt: z.number(),
});

/** A device that Intune manages (m365-operations 6.2). Replaced as a whole by every change. */
export const ManagedDevice = z.object({
  id: z.string(),
  /** Object id of whom it is enrolled for. */
  userId: z.string(),
  /** `deviceId` of the same device in the directory. */
  directoryId: z.string().nullable(),
  name: z.string(),
  operatingSystem: z.string(),
  ownership: z.enum(["company", "personal", "unknown"]),
  /** Switched off, or lost: it never checks in. */
  offline: z.boolean(),
  /** It fetches an order and cannot carry it out. */
  failing: z.boolean(),
  /** A moment of a check-in: others are before and after it, at the usual distance. */
  checkedInAt: z.number(),
  order: Order.nullable(),
});
export type ManagedDevice = z.infer<typeof ManagedDevice>;

/** Devices check in every eight hours. */
export const checkInMs = 8 * 3_600_000;

/** When the device checks in next, from `now` on; undefined: never. */
export function nextCheckIn({ offline, checkedInAt }: ManagedDevice, now: number): number | undefined {
  if (offline) return undefined;
  return checkedInAt + Math.ceil((now - checkedInAt + 1) / checkInMs) * checkInMs;
}

/** When the device checked in last. */
export function lastCheckIn(device: ManagedDevice, now: number): number {
  return (nextCheckIn(device, now) ?? device.checkedInAt + checkInMs) - checkInMs;
}
