import type { Instant, LeaverId } from "../ids.ts";

export const ownerships = ["company", "personal", "unknown"] as const;
/** Whose a device is. Unknown is not the company's. */
export type Ownership = (typeof ownerships)[number];

/** An order to take the company's data off a device (`retire`), or everything (`wipe`). */
export interface RemovalOrder {
  readonly kind: "retire" | "wipe";
  /** `pending` until the device has carried it out; `failed`: it told that it cannot. */
  readonly state: "pending" | "done" | "failed";
  /** Undefined: the service does not tell. */
  readonly at: Instant | undefined;
}

/** A device that device management knows, and the newest order that it got. */
export interface ManagedDevice {
  readonly id: string;
  readonly ownership: Ownership;
  readonly order: RemovalOrder | undefined;
}

/** A device that the directory knows of the person. */
export interface KnownDevice {
  /** Object id. */
  readonly id: string;
  /** Not a phone or a tablet: files are synced to it (REQ-31). */
  readonly computer: boolean;
  /** Registered by the person, joined to no organisation: a private device. */
  readonly registeredOnly: boolean;
  readonly managed: boolean;
}

/** Devices under management (m365-operations 6.2). Same errors as `Directory`. */
export interface ManagedDevices {
  /** The devices that are enrolled for the person; undefined: the tenant has no device management. */
  of(id: LeaverId): Promise<readonly ManagedDevice[] | undefined>;
  /** One device, asked for by itself; undefined: it is gone, or is not enrolled for this person any more. */
  find(id: LeaverId, deviceId: string): Promise<ManagedDevice | undefined>;
  /** Orders that the device gives up the company's data at its next check-in. A device that is gone has nothing to give. */
  retire(deviceId: string): Promise<void>;
  /** Orders that the device loses everything. Only for what was just seen to be the company's. */
  wipe(deviceId: string): Promise<void>;
  /** Registered and owned devices of the person in the directory, managed or not. */
  known(id: LeaverId): Promise<readonly KnownDevice[]>;
}
