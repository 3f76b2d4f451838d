import { epochMs, type Instant, instant } from "./ids.ts";
import type { Cost } from "./risk.ts";

const dayMs = 86_400_000;
const readOnlyDays = 60;
const archivedDays = 93;
/** A deleted site is kept so long in its own bin (FACT-04). */
const binDays = 93;

/** Microsoft's prices for a OneDrive that was archived for want of a licence, in USD (FACT-03). */
const reactivationPerGb = 0.6;
const storagePerGbAndMonth = 0.05;

/** What the clocks of a OneDrive are computed from. */
export interface DriveFacts {
  readonly usedBytes: number;
  /** The tenant's own value, never assumed. */
  readonly retentionDays: number;
  /** Since when the owner's account is deleted; undefined: it is not. */
  readonly deletedAt: Instant | undefined;
  /** Since when it has no licence; undefined: it has one, or nobody knows since when. */
  readonly unlicensedSince: Instant | undefined;
  /** A hold, or not known whether: no clock takes anything away. */
  readonly held: boolean;
  /** The tenant is one whose OneDrives are not archived. */
  readonly exempt: boolean;
}

/** What happens to a OneDrive when nobody does anything more. */
export interface DriveClocks {
  readonly readOnlyAt?: Instant;
  readonly archivedAt?: Instant;
  /** It goes to the bin of deleted sites. */
  readonly endsAt?: Instant;
  /** It leaves that bin: nothing brings it back. */
  readonly goneAt?: Instant;
  readonly costs: readonly Cost[];
}

/** The dates and the money to come (FACT-03, FACT-04, FACT-17, REQ-35, REQ-51). */
export function driveClocks(facts: DriveFacts): DriveClocks {
  const { usedBytes, retentionDays, deletedAt, unlicensedSince, held, exempt } = facts;
  const endsAt = deletedAt === undefined || held ? undefined : daysAfter(deletedAt, retentionDays);
  const archivedAt = unlicensedSince === undefined || exempt ? undefined : daysAfter(unlicensedSince, archivedDays);
  // What is in the bin before day 93 is never archived.
  const isArchived = archivedAt !== undefined && (endsAt === undefined || archivedAt < endsAt);
  return {
    ...(unlicensedSince && !exempt && { readOnlyAt: daysAfter(unlicensedSince, readOnlyDays) }),
    ...(isArchived && { archivedAt }),
    ...(endsAt && { endsAt, goneAt: daysAfter(endsAt, binDays) }),
    costs: isArchived ? archiveCosts(usedBytes, archivedAt) : [],
  };
}

function archiveCosts(usedBytes: number, from: Instant): readonly Cost[] {
  const gb = usedBytes / 1024 ** 3;
  const cents = (amount: number) => Math.ceil(amount * 100) / 100;
  return [
    {
      what: "Reactivating the archived OneDrive, if its files are wanted again",
      amount: cents(gb * reactivationPerGb),
      currency: "USD",
      per: "once",
      from,
    },
    {
      what: "Keeping the archived OneDrive, where archive billing is switched on",
      amount: cents(gb * storagePerGbAndMonth),
      currency: "USD",
      per: "month",
      from,
    },
  ];
}

function daysAfter(at: Instant, days: number): Instant {
  return instant(epochMs(at) + days * dayMs);
}
