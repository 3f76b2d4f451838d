import type { LeaverId } from "../ids.ts";

export interface AddressListEntry {
  readonly hidden: boolean;
  /** Mastered in Active Directory, where `msExchHideFromAddressLists` decides. */
  readonly masteredOnPremises: boolean;
}

/** Who is found in the organisation's address lists. Same errors as `Directory`. */
export interface AddressLists {
  /** Undefined: the person has no cloud mailbox. */
  entryOf(id: LeaverId): Promise<AddressListEntry | undefined>;
  hide(id: LeaverId): Promise<void>;
  /** For undo. */
  show(id: LeaverId): Promise<void>;
}
