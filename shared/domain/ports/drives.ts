import type { Instant, LeaverId } from "../ids.ts";

/** A person's OneDrive. */
export interface Drive {
  readonly id: string;
  readonly siteId: string;
  /** Address of the site. Holds the owner's sign-in name: never logged, never put on the ledger. */
  readonly address: string;
  readonly usedBytes: number;
}

/** The site behind a OneDrive, as its administration shows it. */
export interface SiteState {
  readonly lock: "open" | "read-only" | "closed";
  /** Out of reach for everybody until somebody pays for its reactivation (FACT-03). */
  readonly archived: boolean;
  /** A hold or a retention policy keeps it, whichever. Undefined: unknown, which counts as held. */
  readonly onHold: boolean | undefined;
}

/** Who administers a OneDrive. */
export interface Administrators {
  /** How many there are; the owner is one of them. */
  readonly count: number;
  /** Whether the person who was asked for is among them. */
  readonly included: boolean;
}

/** One way in for somebody who is not the owner. Ids and facts only. */
export interface Share {
  readonly itemId: string;
  readonly permissionId: string;
  /** `anyone`: without sign-in. `organization`: everybody here who has the link. `people`: named ones. */
  readonly scope: "anyone" | "organization" | "people";
  /** Names somebody outside the organisation. */
  readonly external: boolean;
  readonly expiresAt?: Instant | undefined;
}

/** What was found out about sharing, and how much was looked at. */
export interface Sharing {
  readonly shares: readonly Share[];
  /** Files and folders that were listed. */
  readonly items: number;
  /** There are more files and folders than were listed. */
  readonly moreItems: boolean;
  /** Shared files and folders whose shares were not read. */
  readonly unread: number;
}

/**
 * OneDrives. Every read is fresh from the service that owns the object. Same errors as `Directory`; a OneDrive that is
 * locked or archived is for a person. Nothing here removes a user profile, and nothing may: the service would never
 * clean up, and nobody would be told.
 */
export interface Drives {
  /** @returns undefined when the person never had one. @throws {NotFoundError} the account is gone */
  find(owner: LeaverId): Promise<Drive | undefined>;
  /** A OneDrive by its id, also when the account behind it is gone. @returns undefined when the site is gone */
  known(driveId: string): Promise<Drive | undefined>;
  state(site: Pick<Drive, "address">): Promise<SiteState>;
  /** Whether the owner has a licence that a OneDrive comes with; an account that is gone has none. */
  isLicensed(owner: LeaverId): Promise<boolean>;
  administrators(site: Pick<Drive, "address">, person: LeaverId): Promise<Administrators>;
  /** Full control of everything in it. */
  addAdministrator(site: Pick<Drive, "address">, person: LeaverId): Promise<void>;
  /** For undo. The person stays known to the site, which is no right. */
  removeAdministrator(site: Pick<Drive, "address">, person: LeaverId): Promise<void>;
  /** Links and direct shares, of the first items only. */
  sharing(drive: Drive): Promise<Sharing>;
  /** How long a OneDrive outlives its owner's account, in days: the tenant's setting, never assumed (R-63, FACT-17). */
  retentionDays(): Promise<number>;
}
