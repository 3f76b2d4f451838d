import type { Instant, LeaverId } from "../ids.ts";
import type { Drive, SiteState } from "./drives.ts";

/** Where a OneDrive is, without the sign-in name that its address holds: fit for the ledger. */
export interface DrivePlace {
  /** Origin of the OneDrives of its region, for example `https://contoso-my.sharepoint.com`. */
  readonly host: string;
  readonly siteId: string;
}

/** A OneDrive whose owner's account is gone, as the administration of SharePoint shows it. */
export type LeftDrive =
  | { readonly kind: "there"; readonly drive: Pick<Drive, "address" | "usedBytes">; readonly state: SiteState }
  /** In the bin of deleted sites, which only this listing shows (REQ-47, REQ-48). */
  | { readonly kind: "recycled"; readonly since: Instant }
  | { readonly kind: "gone" };

/** OneDrives that stay behind. The directory leads to them no more, so they are found by site. Same errors as `Drives`. */
export interface LeftDrives {
  look(place: DrivePlace): Promise<LeftDrive>;
  /**
   * The OneDrive of an account in the bin, by the address that the service makes of sign-in names, on the host of
   * somebody else's OneDrive.
   *
   * @param beside somebody who is there and has a OneDrive
   * @returns undefined when there is none, living or in the bin of sites
   * @throws {NeedsPersonError} the other one has no OneDrive
   */
  search(owner: LeaverId, beside: LeaverId): Promise<DrivePlace | undefined>;
}
