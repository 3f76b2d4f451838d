import type { CopyState, Underway } from "./drive-copy-state.ts";
import { epochMs, type Instant } from "./ids.ts";
import type { CopyProgress, DriveCopies, DriveItem, Folder } from "./ports/drive-copies.ts";
import type { Drive } from "./ports/drives.ts";

/** A file or folder that is copied in one go, and what has its name where it goes. */
export interface Part {
  readonly item: DriveItem;
  /** Undefined while that folder is not there. */
  readonly to: Folder | undefined;
  readonly twin: DriveItem | undefined;
}

/** What there is to copy, and the folders that are missing where it goes. */
export interface Listing {
  readonly parts: readonly Part[];
  readonly missing: readonly { readonly name: string; readonly parent: Folder }[];
}

/** Folders that are copied piece by piece; what would take more is for a person. */
const mostSplit = 20;
/** What has ended may take so long to show in full. */
const settleMs = 15 * 60_000;

/** Compares the OneDrive with its copy, folder by folder, as far as folders are copied piece by piece. */
export async function listParts(
  copies: DriveCopies,
  drive: Drive,
  folder: Folder | undefined,
  split: readonly string[],
): Promise<Listing> {
  const parts: Part[] = [];
  const missing: { name: string; parent: Folder }[] = [];
  const pairs: { from: string; to: Folder | undefined }[] = [{ from: "root", to: folder }];
  for (const { from, to } of pairs) {
    const [items, there] = await Promise.all([
      copies.children({ driveId: drive.id, id: from }),
      to === undefined ? [] : copies.children(to),
    ]);
    const byName = new Map(there.map((item) => [item.name.toLowerCase(), item]));
    for (const item of items) {
      const twin = byName.get(item.name.toLowerCase());
      if (!split.includes(item.id)) parts.push({ item, to, twin });
      else {
        pairs.push({ from: item.id, to: twin?.folder && to ? { driveId: to.driveId, id: twin.id } : undefined });
        if (twin === undefined && to !== undefined) missing.push({ name: item.name, parent: to });
      }
    }
  }
  return { parts, missing };
}

/** What has become of one part. */
export type Verdict =
  | { readonly kind: "copied"; readonly near?: true }
  | { readonly kind: "open" }
  | { readonly kind: "underway"; readonly underway: Underway }
  | { readonly kind: "split" }
  | { readonly kind: "failed"; readonly code: string };

/** Asks how far the copies under way are, and judges every part by what is seen, not by what the service says alone. */
export async function judge(
  copies: Pick<DriveCopies, "progress">,
  drive: Drive,
  { parts }: Listing,
  was: CopyState,
  now: Instant,
): Promise<ReadonlyMap<Part, Verdict>> {
  const verdicts = parts.map(async (part): Promise<[Part, Verdict]> => {
    const known = was.underway.find(({ itemId }) => itemId === part.item.id);
    if (isCopied(part) || was.near.includes(part.item.id)) {
      return [part, { kind: "copied", ...(was.near.includes(part.item.id) && { near: true }) }];
    }
    if (known !== undefined) {
      const progress = known.copy === "" ? undefined : await copies.progress(known.copy, drive.address);
      return [part, verdictOn(part, known, progress, was, now)];
    }
    const failed = was.failed.find(({ itemId }) => itemId === part.item.id);
    return [part, failed === undefined ? { kind: "open" } : { kind: "failed", code: failed.code }];
  });
  return new Map(await Promise.all(verdicts));
}

/** All of it is there: the same size, and of a folder as many things in it. */
function isCopied({ item, twin }: Part): boolean {
  return twin !== undefined && hasAll(item, twin) && twin.bytes === item.bytes;
}

const hasAll = (item: DriveItem, twin: DriveItem): boolean =>
  twin.folder === item.folder && twin.children === item.children;

function verdictOn(
  part: Part,
  known: Underway,
  progress: CopyProgress | undefined,
  was: CopyState,
  now: Instant,
): Verdict {
  if (progress?.kind === "running") {
    return { kind: "underway", underway: { ...known, percent: progress.percent, bytes: part.twin?.bytes ?? 0 } };
  }
  if (progress?.kind === "failed") return givenUp(part, progress.code, was);
  // It has ended, or an earlier one goes on that nobody can ask about: it is there when it shows, and quiet when it stops growing.
  const bytes = part.twin?.bytes ?? 0;
  const quietSince = bytes > known.bytes ? now : (known.quietSince ?? now);
  const told = known.told || progress?.kind === "copied";
  if (epochMs(now) - epochMs(quietSince) < settleMs) {
    return { kind: "underway", underway: { ...known, bytes, quietSince, told } };
  }
  return told && isNear(part) ? { kind: "copied", near: true } : givenUp(part, "incomplete", was);
}

function isNear({ item, twin }: Part): boolean {
  return twin !== undefined && hasAll(item, twin) && Math.abs(twin.bytes - item.bytes) <= item.bytes / 100;
}

/** A folder is tried again piece by piece, so that only what really cannot be copied is left. */
function givenUp({ item }: Part, code: string, { split }: CopyState): Verdict {
  const canSplit = item.folder && item.children > 0 && split.length < mostSplit;
  return canSplit ? { kind: "split" } : { kind: "failed", code };
}
