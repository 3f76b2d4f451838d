import { stepRecord } from "./case.ts";
import { judge, type Listing, listParts, type Part, type Verdict } from "./drive-copy.ts";
import { CopyState, type Underway } from "./drive-copy-state.ts";
import type { Instant } from "./ids.ts";
import type { Folder } from "./ports/drive-copies.ts";
import type { Drive } from "./ports/drives.ts";
import type { StepInput } from "./step.ts";

/** How the copy of a OneDrive stands. */
export interface CopyLook {
  readonly state: CopyState;
  /** What can be begun now. */
  readonly open: readonly Part[];
  /** Folders that have to be made first. */
  readonly missing: Listing["missing"];
}

/** What the ledger holds of the copy that this step has begun; as new where it holds nothing. */
export function begunCopy({ steps, clock }: StepInput, drive: Drive): CopyState {
  const own = stepRecord(steps, "copy-drive");
  const now = clock.now();
  const kept = CopyState.safeParse(own?.evidence).data;
  if (kept?.driveId !== drive.id) return { ...nothingYet, driveId: drive.id, siteId: drive.siteId, movedAt: now };
  // Resumed by a person: what that person was asked about is tried once more, and patience starts anew.
  const state = own?.attempts === 0 ? { ...kept, movedAt: now } : kept;
  if (kept.askedAt === undefined || (own?.readyAt ?? "") <= kept.askedAt) return state;
  const { askedAt: _, ...rest } = state;
  const failed = kept.failed.filter(({ itemId }) => !kept.asked.includes(itemId));
  return { ...rest, failed, asked: [], retried: [...kept.retried, ...kept.asked] };
}

const nothingYet = {
  parts: 0,
  copied: 0,
  bytes: 0,
  percent: 0,
  underway: [],
  open: 0,
  split: [],
  near: [],
  failed: [],
  asked: [],
  retried: [],
};

/** Compares OneDrive and copy, and asks about the copies under way. Reads only. */
export async function lookAtCopy(
  { tenant, clock }: StepInput,
  drive: Drive,
  was: CopyState,
  folder: Folder | undefined,
): Promise<CopyLook> {
  const listing = await listParts(tenant.driveCopies, drive, folder, was.split);
  const verdicts = await judge(tenant.driveCopies, drive, listing, was, clock.now());
  const all = [...verdicts];
  const of = (kind: Verdict["kind"]) => all.filter(([, verdict]) => verdict.kind === kind).map(([part]) => part);
  const underway = all.flatMap(([, verdict]) => (verdict.kind === "underway" ? [verdict.underway] : []));
  const split = of("split").map(({ item }) => item.id);
  const state: CopyState = {
    ...was,
    ...(folder && { folderId: folder.id }),
    parts: all.length,
    copied: of("copied").length,
    bytes: all.reduce((sum, [{ item }]) => sum + item.bytes, 0),
    percent: percentOf(all),
    underway,
    // A folder that is to be copied piece by piece is open until its pieces are listed.
    open: of("open").length + split.length,
    split: [...was.split, ...split],
    near: all.flatMap(([{ item }, verdict]) => (verdict.kind === "copied" && verdict.near ? [item.id] : [])),
    failed: all.flatMap(([{ item }, verdict]) =>
      verdict.kind === "failed" ? [{ itemId: item.id, code: verdict.code }] : [],
    ),
  };
  const moved = state.copied !== was.copied || state.percent !== was.percent || hasGrown(underway, was.underway);
  const movedAt = moved ? clock.now() : was.movedAt;
  return { state: { ...state, movedAt }, open: of("open"), missing: listing.missing };
}

function percentOf(all: readonly (readonly [Part, Verdict])[]): number {
  // A byte more for each, so that empty files count as well.
  const whole = all.reduce((sum, [{ item }]) => sum + item.bytes + 1, 0);
  const done = all.reduce((sum, [{ item }, verdict]) => sum + (item.bytes + 1) * shareOf(verdict), 0);
  return whole === 0 ? 100 : Math.floor((100 * done) / whole);
}

function shareOf(verdict: Verdict): number {
  if (verdict.kind === "copied") return 1;
  return verdict.kind === "underway" ? verdict.underway.percent / 100 : 0;
}

function hasGrown(underway: readonly Underway[], before: readonly Underway[]): boolean {
  return underway.some((one) => one.bytes > (before.find(({ itemId }) => itemId === one.itemId)?.bytes ?? 0));
}

/**
 * Begins copies side by side. What was begun is told also where others failed: those are still open.
 *
 * @throws what the first one failed with, when none was begun
 */
export async function beginCopies(
  { tenant }: StepInput,
  drive: Drive,
  parts: readonly Part[],
  since: Instant,
): Promise<readonly Underway[]> {
  const begun = await Promise.allSettled(
    parts.map(async ({ item, to, twin }): Promise<Underway | undefined> => {
      if (to === undefined) return undefined;
      const copy = await tenant.driveCopies.start({ driveId: drive.id, id: item.id, address: drive.address }, to);
      const bytes = twin?.bytes ?? 0;
      return { itemId: item.id, copy: copy === "name-taken" ? "" : copy, since, percent: 0, bytes, told: false };
    }),
  );
  const underway = begun.flatMap((one) => (one.status === "fulfilled" && one.value !== undefined ? [one.value] : []));
  const failed = begun.find((one) => one.status === "rejected");
  if (underway.length === 0 && failed !== undefined) throw failed.reason;
  return underway;
}
