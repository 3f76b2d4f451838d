import { z } from "zod";
import { stepRecord } from "./case.ts";
import { NeedsPersonError, NotFoundError, TryLaterError } from "./errors.ts";
import { epochMs, type Instant, instant, type LeaverId } from "./ids.ts";
import type { DrivePlace, LeftDrive } from "./ports/left-drives.ts";
import type { StepInput } from "./step.ts";

const Place = z.object({ host: z.string(), siteId: z.string() });
const Known = z.object({ driveId: z.string(), siteId: z.string() });

/** Where the OneDrive is, as the step that looked for it found out; undefined: there is none. */
export function placeIn({ steps }: Pick<StepInput, "steps">): DrivePlace | undefined {
  return Place.safeParse(stepRecord(steps, "find-left-drive")?.evidence).data;
}

/** The OneDrive that a step of this case saw while the account lived: no search can miss it. */
export async function placeSeen({
  steps,
  tenant,
}: Pick<StepInput, "steps" | "tenant">): Promise<DrivePlace | undefined> {
  const names = ["share-drive", "copy-drive", "list-sharing-links"];
  const known = names.map((name) => Known.safeParse(stepRecord(steps, name)?.evidence).data).find((one) => one);
  const drive = known && (await tenant.drives.known(known.driveId));
  return drive && { host: new URL(drive.address).origin, siteId: drive.siteId };
}

/** Why a step about the OneDrive has nothing to do: the one that looked for it found none. */
export const noDrive = { kind: "not-applicable", because: "the leaver has no OneDrive" } as const;

/** @throws {NeedsPersonError} the step that looks for it has not found it */
export function placeOrStop(input: Pick<StepInput, "steps">): DrivePlace {
  const place = placeIn(input);
  if (place !== undefined) return place;
  throw new NeedsPersonError("Where the OneDrive is was not written down: resume find-left-drive first");
}

const dayMs = 86_400_000;
/** The bin of deleted sites keeps it so long (FACT-04). */
const binDays = 93;

/** Until when its files can be saved: the end of the retention, or of the bin when it lies there. */
export function lastDayOf(
  left: LeftDrive,
  { deletedAt, retentionDays }: { readonly deletedAt: Instant; readonly retentionDays: number },
): Instant {
  return left.kind === "recycled" ? endOfBin(left.since) : instant(epochMs(deletedAt) + retentionDays * dayMs);
}

/** When the bin of deleted sites lets go of what came into it then. */
export function endOfBin(since: Instant): Instant {
  return instant(epochMs(since) + binDays * dayMs);
}

/**
 * Whether somebody may open a OneDrive that was seen a moment ago. It may have gone to the bin since.
 *
 * @throws {TryLaterError} it is not there any more: to be looked for again
 */
export async function mayOpen(
  address: string,
  person: LeaverId,
  { tenant }: Pick<StepInput, "tenant">,
): Promise<boolean> {
  try {
    return (await tenant.drives.administrators({ address }, person)).included;
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    throw new TryLaterError("The OneDrive was there a moment ago: it is looked for again", { cause: error });
  }
}
