import type { Instant, LeaverId } from "../ids.ts";

/** A partnership between the leaver's mailbox and a mail client. */
export interface MobileDevice {
  readonly id: string;
  /** What the client calls the device: it is blocked by this. */
  readonly deviceId: string;
  /** The newest order to wipe; undefined: none. `acknowledged`: the client has carried it out. */
  readonly wipe: { readonly at: Instant | undefined; readonly acknowledged: boolean } | undefined;
}

/**
 * Mail clients of mailboxes (m365-operations 6.3). There is no way to reset a whole phone here, and none to end a
 * partnership, which would lose the order. Same errors as `Directory`.
 */
export interface MobileDevices {
  /** Undefined: no cloud mailbox. */
  of(id: LeaverId): Promise<readonly MobileDevice[] | undefined>;
  /** Orders that the client gives up the account's data at its next sync. A partnership that is gone has none. */
  wipeAccount(deviceId: string): Promise<void>;
  /** For undo: takes an order back that was not carried out yet. */
  cancelWipe(deviceId: string): Promise<void>;
  /** Device ids that may not connect to the mailbox; undefined: no cloud mailbox. */
  blocked(id: LeaverId): Promise<readonly string[] | undefined>;
  block(id: LeaverId, deviceIds: readonly string[]): Promise<void>;
  /** For undo. */
  unblock(id: LeaverId, deviceIds: readonly string[]): Promise<void>;
}
