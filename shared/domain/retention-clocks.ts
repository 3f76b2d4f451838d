import { z } from "zod";
import { stepRecord } from "./case.ts";
import { type DriveClocks, driveClocks } from "./drive-clocks.ts";
import { epochMs, Instant, instant } from "./ids.ts";
import type { StepInput } from "./step.ts";

const dayMs = 86_400_000;
/** Mail, contacts and calendar outlive the licence or the account by so long (REQ-53). */
const mailboxDays = 30;

/** When each thing that a deleted account leaves behind is lost. What has no date is kept, or its end is not known. */
export const RetentionClocks = z.object({
  /** Of the account itself: until then it can be restored (REQ-59). */
  accountUntil: Instant,
  mailboxUntil: Instant.optional(),
  driveReadOnlyFrom: Instant.optional(),
  driveArchivedFrom: Instant.optional(),
  /** It goes to the bin of deleted sites. */
  driveUntil: Instant.optional(),
  /** It leaves that bin. */
  driveInBinUntil: Instant.optional(),
});
export type RetentionClocks = z.infer<typeof RetentionClocks>;

/** What is read about a OneDrive for its clocks. */
export interface LeftDriveFacts {
  readonly usedBytes: number;
  readonly retentionDays: number;
  readonly held: boolean;
}

/** The clocks that a deletion starts, side by side (REQ-34, REQ-51, REQ-53, REQ-59, FACT-03, FACT-04). */
export function retentionClocks(
  input: Pick<StepInput, "steps" | "settings">,
  { deletedAt, purgedAt }: { readonly deletedAt: Instant; readonly purgedAt: Instant },
  drive?: LeftDriveFacts,
): { readonly clocks: RetentionClocks; readonly costs: DriveClocks["costs"] } {
  const unlicensedSince = unlicensedFrom(input, deletedAt);
  const exempt = input.settings.drive.withoutLicence === "exempt";
  const its = drive && driveClocks({ ...drive, deletedAt, unlicensedSince, exempt });
  // An inactive mailbox stays as long as its hold does.
  const mailboxUntil = input.settings.end === "inactive-mailbox" ? undefined : daysAfter(unlicensedSince, mailboxDays);
  return {
    clocks: {
      accountUntil: purgedAt,
      ...(mailboxUntil && { mailboxUntil }),
      ...(its?.readOnlyAt && { driveReadOnlyFrom: its.readOnlyAt }),
      ...(its?.archivedAt && { driveArchivedFrom: its.archivedAt }),
      ...(its?.endsAt && { driveUntil: its.endsAt }),
      ...(its?.goneAt && { driveInBinUntil: its.goneAt }),
    },
    costs: its?.costs ?? [],
  };
}

/** Licences that the case took away went before the account; otherwise they went with it. */
function unlicensedFrom({ steps }: Pick<StepInput, "steps">, deletedAt: Instant): Instant {
  const step = stepRecord(steps, "remove-licences");
  const removedAt = step?.state === "done" ? step.finishedAt : undefined;
  return removedAt !== undefined && removedAt < deletedAt ? removedAt : deletedAt;
}

function daysAfter(at: Instant, days: number): Instant {
  return instant(epochMs(at) + days * dayMs);
}
