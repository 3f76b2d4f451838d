import type { Instant, LeaverId } from "../ids.ts";

/** An account as the directory shows it now. */
export interface Account {
  readonly id: LeaverId;
  readonly enabled: boolean;
  /** Mastered in on-premises Active Directory: cloud writes are refused or undone (REQ-13, R-61). */
  readonly masteredOnPremises: boolean;
  readonly kind: "member" | "guest";
  /** Signs in at another tenant, as a guest or as a member: sessions and password belong there. */
  readonly external: boolean;
  /** A room, a service: not a person. */
  readonly resourceAccount: boolean;
  readonly employeeId: string | undefined;
  /** Refresh tokens and session cookies from before this instant are dead. Seconds, as the service keeps it. */
  readonly sessionsValidFrom: Instant | undefined;
  /** Seconds precision. */
  readonly passwordChangedAt: Instant | undefined;
  readonly licences: readonly { readonly skuId: string; readonly throughGroup: string | undefined }[];
  readonly managerId: LeaverId | undefined;
  /** How many addresses there are, mail and others: a restore may lose some (REQ-69). */
  readonly addresses: number;
}

/** Who a notice goes to. Personal data: never logged, never put on the ledger. */
export interface Contact {
  readonly id: LeaverId;
  readonly displayName: string;
  readonly mail: string | undefined;
  readonly enabled: boolean;
  readonly kind: "member" | "guest";
  readonly managerId: LeaverId | undefined;
  /** For example `nb-NO`. */
  readonly preferredLanguage: string | undefined;
  readonly officeLocation: string | undefined;
  /** Two letters. */
  readonly usageLocation: string | undefined;
}

/** One registered way to sign in. `type` is Graph's name without namespace, for example `phoneAuthenticationMethod`. */
export interface SignInMethod {
  readonly id: string;
  readonly type: string;
}

export interface RegisteredDevice {
  /** Object id, the one that goes into URLs. */
  readonly id: string;
  readonly enabled: boolean;
  /** Hybrid joined: mastered in Active Directory. */
  readonly masteredOnPremises: boolean;
}

/**
 * The cloud directory. Every read is fresh from the service. All methods throw `TryLaterError` (throttled, no answer),
 * `NeedsPersonError` (refused: role, permission, mastered on premises) and `NotFoundError` (no such object).
 */
export interface Directory {
  account(id: LeaverId): Promise<Account>;
  /** People with this employee id: none, one, or several (not unique in the directory). */
  findByEmployeeId(employeeId: string): Promise<readonly Account[]>;
  /** By sign-in name; undefined when nobody has it. For people who name a person, never for a machine. */
  findBySignInName(name: string): Promise<Account | undefined>;
  /** How many accounts there are, guests included. */
  headcount(): Promise<number>;
  contact(id: LeaverId): Promise<Contact>;
  blockSignIn(id: LeaverId): Promise<void>;
  /** For undo. */
  allowSignIn(id: LeaverId): Promise<void>;
  revokeSessions(id: LeaverId): Promise<void>;
  /** Sets a random password that nobody learns: it is made, sent and forgotten inside the adapter (REQ-02, R-14). */
  resetPasswordToUnknown(id: LeaverId): Promise<void>;
  /** Sets a random password that has to be changed at the first sign-in. The answer is the only copy: show it once, keep it nowhere. */
  giveNewPassword(id: LeaverId): Promise<string>;
  /**
   * Makes a temporary access pass; an earlier one ends. The answer is the only copy: show it once, keep it nowhere.
   * @param minutes how long it is valid; undefined: as long as the tenant's policy says
   */
  giveTemporaryAccessPass(id: LeaverId, minutes?: number): Promise<string>;
  /** Gives another sign-in name; addresses stay. For a clash with a restored account (REQ-68). */
  rename(id: LeaverId, signInName: string): Promise<void>;
  /** Without the password itself, which cannot be removed. */
  signInMethods(id: LeaverId): Promise<readonly SignInMethod[]>;
  /**
   * Removes one method; one that is gone already counts as removed.
   * @returns `default-method` when the service refuses since others still exist: remove the others first.
   */
  removeSignInMethod(id: LeaverId, method: SignInMethod): Promise<"removed" | "default-method">;
  /** Registered and owned devices, each once. */
  devices(id: LeaverId): Promise<readonly RegisteredDevice[]>;
  disableDevice(deviceId: string): Promise<void>;
  /** For undo. */
  enableDevice(deviceId: string): Promise<void>;
  /** Successful sign-ins since the begin of the instant's second, from the sign-in log. The log lags by minutes. */
  successfulSignInsSince(id: LeaverId, since: Instant): Promise<number>;
  /** Object ids of groups and roles that the person is a direct member of. */
  memberOf(id: LeaverId): Promise<readonly string[]>;
}
