import { z } from "zod";
import { Instant } from "./ids.ts";

/** One copy that was begun, until it was seen complete or given up. */
export const Underway = z.object({
  itemId: z.string(),
  /** What the service is asked by; empty: the answer was lost, or something there had the name already. */
  copy: z.string(),
  since: Instant,
  percent: z.number(),
  /** Size of what is there so far. */
  bytes: z.number(),
  /** The service says that it has ended, or says nothing, and since then nothing has grown. */
  quietSince: Instant.optional(),
  /** The service says that all of it was copied. */
  told: z.boolean(),
});
export type Underway = z.infer<typeof Underway>;

/** What is kept on the ledger about the copies of one OneDrive: ids and numbers. A new process goes on from it. */
export const CopyState = z.object({
  driveId: z.string(),
  siteId: z.string(),
  /** The folder that the copies go to; undefined while there is none. */
  folderId: z.string().optional(),
  /** Files and folders that are copied in one go, each; bytes of all. */
  parts: z.int(),
  copied: z.int(),
  bytes: z.number(),
  percent: z.int(),
  underway: z.array(Underway),
  /** Still to be begun. */
  open: z.int(),
  /** Folders that are copied piece by piece, because they could not be copied as a whole. */
  split: z.array(z.string()),
  /** Told complete, and of another size by less than a hundredth: the service writes properties into some documents. */
  near: z.array(z.string()),
  failed: z.array(z.object({ itemId: z.string(), code: z.string() })),
  /** What a person was asked about, and when; what fails again after that is left behind. */
  asked: z.array(z.string()),
  askedAt: Instant.optional(),
  retried: z.array(z.string()),
  /** Since when nothing has moved. */
  movedAt: Instant,
});
export type CopyState = z.infer<typeof CopyState>;
