import type { Instant, LeaverId } from "../ids.ts";

/** An account in the directory's bin. */
export interface DeletedAccount {
  readonly deletedAt: Instant;
  /** When the directory removes it for good: 30 days after the deletion (FACT-10). */
  readonly purgedAt: Instant;
}

/** Deletion of accounts and the way back. Same errors as `Directory`. */
export interface DeletedAccounts {
  /** Undefined: not in the bin, because it is alive or gone for good. */
  find(id: LeaverId): Promise<DeletedAccount | undefined>;
  /** Moves the account to the bin. */
  delete(id: LeaverId): Promise<void>;
  /** Brings it back as it was, disabled if it was disabled; without the right to another sign-in name. */
  restore(id: LeaverId): Promise<void>;
}
