import { z } from "zod";

/** Who may do what with an item, besides the owner. */
export const Share = z.object({
  id: z.string(),
  /** `people`: a link for named ones; `direct`: without a link. */
  kind: z.enum(["anonymous", "organization", "people", "direct"]),
  role: z.enum(["read", "write"]),
  /** Keys of people here, or mail addresses of others. */
  with: z.array(z.string()),
  expiresAt: z.string().optional(),
});
export type Share = z.infer<typeof Share>;

export const Item = z.object({
  id: z.string(),
  /** Undefined: directly in the root. */
  parentId: z.string().optional(),
  name: z.string(),
  kind: z.enum(["file", "folder", "notebook"]),
  /** Of the file itself; 0 for a folder. */
  bytes: z.number(),
  /** A folder that holds so many files, all of one size, which are not laid out one by one. */
  bulk: z.object({ files: z.number(), bytes: z.number() }).optional(),
  shares: z.array(Share),
  /** Why the service cannot copy it: its error code. */
  stubborn: z.string().optional(),
});
export type Item = z.infer<typeof Item>;

/** A site: somebody's OneDrive, or a team's. Times are epoch milliseconds. */
export const Site = z.object({
  id: z.string(),
  driveId: z.string(),
  /** Below the host: `personal/…` or `sites/…`. */
  path: z.string(),
  title: z.string(),
  /** Undefined: a team site. */
  ownerId: z.string().optional(),
  quotaBytes: z.number(),
  items: z.array(Item),
  /** Object ids of site collection administrators. */
  administrators: z.array(z.string()),
  /** Object ids of whoever the site has met; the place in the list gives the user's number there. */
  users: z.array(z.string()),
  lock: z.enum(["Unlock", "ReadOnly", "NoAccess"]),
  archived: z.boolean(),
  hasHolds: z.boolean(),
  /** `marked`: the clean-up job has met the deletion. `removed`: by hand, so that no job ever does (REQ-49). */
  profile: z.enum(["live", "marked", "removed"]),
  /** Since when the owner's account is deleted. */
  orphanedAt: z.number().optional(),
  /** Since when the owner has no licence for it. */
  unlicensedAt: z.number().optional(),
  /** Since when it is in the bin of deleted sites. */
  recycledAt: z.number().optional(),
  /** Whom the service itself gave access on deletion; nobody sees that in the list of administrators. */
  delegatedTo: z.string().optional(),
});
export type Site = z.infer<typeof Site>;

/** A copy that goes on by itself. */
export const CopyJob = z.object({
  id: z.string(),
  sourceSiteId: z.string(),
  itemId: z.string(),
  targetSiteId: z.string(),
  /** Undefined: the root. */
  targetParentId: z.string().optional(),
  startedAt: z.number(),
  endsAt: z.number(),
  /** Known from the start; told when it is over. */
  error: z.string().optional(),
  /** What it makes; undefined where it makes nothing. */
  resultId: z.string().optional(),
  over: z.boolean(),
});
export type CopyJob = z.infer<typeof CopyJob>;

/** What the tenant decides for all sites. */
export const SharePointSettings = z.object({
  /** 30 to 3650 days (FACT-17). */
  retentionDays: z.number(),
  /** "Enable access delegation" (REQ-38). */
  delegation: z.boolean(),
  /** Object id of who stands in for a missing manager (REQ-39). */
  secondaryOwnerId: z.string().optional(),
});
export type SharePointSettings = z.infer<typeof SharePointSettings>;
