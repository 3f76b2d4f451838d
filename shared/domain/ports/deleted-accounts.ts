import type { Instant, LeaverId } from "../ids.ts";

/** An account in the directory's bin. */
export interface DeletedAccount {
  readonly deletedAt: Instant;
  /** When the directory removes it for good: 30 days after the deletion (FACT-10). */
  readonly purgedAt: Instant;
}

/** What a restore has to know of an account in the bin. */
export interface RestorableAccount extends DeletedAccount {
  readonly id: LeaverId;
  /** Comes back with this value. */
  readonly enabled: boolean;
  /** Mastered in on-premises Active Directory: restored there. */
  readonly masteredOnPremises: boolean;
  readonly kind: "member" | "guest";
  /** How many addresses it had, mail and others. */
  readonly addresses: number;
}

/** Who has by now what a restored account would have. Object ids; empty: nobody. */
export interface RestoreConflicts {
  /** Whose sign-in name it is. */
  readonly signInName: readonly LeaverId[];
  /** People and groups that have one of its addresses. */
  readonly addresses: readonly string[];
  /** How many of its addresses they have. */
  readonly addressesTaken: number;
}

/** How an account is restored where others have its names. */
export interface RestoreChoice {
  /** Another sign-in name; undefined: the one it had. Personal data. */
  readonly signInName?: string | undefined;
  /** Addresses that others have are not given back; otherwise they make the service refuse. */
  readonly dropAddresses?: boolean;
}

/** Deletion of accounts and the way back. Same errors as `Directory`. */
export interface DeletedAccounts {
  /** Undefined: not in the bin, because it is alive or gone for good. */
  find(id: LeaverId): Promise<DeletedAccount | undefined>;
  /** The name of an account in the bin, for mails. Personal data: never logged, never put on the ledger. */
  displayName(id: LeaverId): Promise<string | undefined>;
  /** Who was the manager of an account in the bin, where the directory still tells: Microsoft does not promise it. */
  managerOf(id: LeaverId): Promise<LeaverId | undefined>;
  /** Moves the account to the bin. */
  delete(id: LeaverId): Promise<void>;
  /** Undefined: not in the bin. */
  restorable(id: LeaverId): Promise<RestorableAccount | undefined>;
  /** Who is in the bin under this employee id or former sign-in name. Reads the whole bin: for people who name a person. */
  named(name: string): Promise<readonly RestorableAccount[]>;
  /**
   * What a restore would clash with now.
   * @param signInName that it is to have; undefined: the one it had
   * @throws {NotFoundError} it is not in the bin
   */
  conflicts(id: LeaverId, signInName?: string): Promise<RestoreConflicts>;
  /** Brings it back as it was, disabled if it was disabled. What is not in the bin is no error. */
  restore(id: LeaverId, choice?: RestoreChoice): Promise<void>;
}
