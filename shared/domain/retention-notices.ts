import { z } from "zod";
import { epochMs, Instant, instant, type LeaverId } from "./ids.ts";
import { type RetentionMemory, Told } from "./retention-memory.ts";

const dayMs = 86_400_000;
/** The service and Leaver remind so long before the end (REQ-45). */
const secondBeforeMs = 7 * dayMs;
/** Two notices to one reader are at least so far apart. */
const apartMs = dayMs;

/** A notice whose time has come. */
export const DueNotice = z.object({
  ...Told.omit({ at: true }).shape,
  /** When it should have gone out. */
  due: Instant,
  lateBecause: z.enum(["stood-still", "learned-late"]),
  /** The end that it names; undefined where no end is in sight. */
  ends: Instant.optional(),
});
export type DueNotice = z.infer<typeof DueNotice>;

/** Who reads what. */
export interface Readers {
  readonly custodian: LeaverId | undefined;
  /** Is told about holds as well; undefined: the policy names nobody. */
  readonly operator: LeaverId | undefined;
  /** The first notice is another step's, which has not ended yet. */
  readonly firstElsewhere: boolean;
}

/** Second notice for an end: seven days before it (REQ-45, R-64). */
export function secondNoticeAt(endsAt: Instant): Instant {
  return instant(epochMs(endsAt) - secondBeforeMs);
}

/** Names the reader in a notice's id: the begin of the object id. */
export const readerTag = (to: LeaverId): string => to.slice(0, 8);

/**
 * Notices that are due now and did not go out. While a hold lasts no end is named; each end that is named has its
 * own second notice, and each custodian gets both.
 *
 * @param before the end as the look before this one had it: a notice whose end moved could not have gone out earlier
 */
export function noticesDue(
  memory: RetentionMemory,
  { custodian, operator, firstElsewhere }: Readers,
  { now, before }: { readonly now: Instant; readonly before: Instant | undefined },
): readonly DueNotice[] {
  const { endsAt, heldSince, liftedAt } = memory;
  const both = [...new Set([custodian, operator])].filter((id) => id !== undefined);
  const due: DueNotice[] = [];
  if (heldSince !== undefined)
    due.push(...both.map((to) => ({ ...aboutHold("hold-placed", heldSince, to), due: heldSince })));
  if (liftedAt !== undefined && heldSince === undefined) {
    // Whoever never heard of the hold need not hear of its end.
    const knowing = both.filter((to) => hasHeardOfHold(memory.told, to));
    due.push(...knowing.map((to) => ({ ...aboutHold("hold-lifted", liftedAt, to), due: liftedAt, ends: endsAt })));
  }
  if (custodian !== undefined && endsAt !== undefined) {
    const first = { kind: "custodian-first", occasion: readerTag(custodian), to: custodian } as const;
    if (!firstElsewhere) due.push({ ...first, due: now, lateBecause: "learned-late", ends: endsAt });
    due.push(...secondFor(memory, { custodian, endsAt, before, now }));
  }
  return due.filter((one) => one.due <= now && !memory.told.some((told) => isSame(told, one)));
}

/** When the next notice becomes due, as far as it is known now; undefined: none is in sight. */
export function nextNoticeAt({ endsAt }: RetentionMemory, now: Instant): Instant | undefined {
  const at = endsAt && secondNoticeAt(endsAt);
  return at !== undefined && at > now ? at : undefined;
}

function secondFor(
  { told, liftedAt }: RetentionMemory,
  its: { custodian: LeaverId; endsAt: Instant; before: Instant | undefined; now: Instant },
): readonly DueNotice[] {
  const { custodian: to, endsAt, before } = its;
  const wanted = secondNoticeAt(endsAt);
  const latest = told
    .filter((one) => one.to === to && (one.kind === "custodian-first" || one.kind === "hold-lifted"))
    .map(({ at }) => epochMs(at))
    .reduce((a, b) => Math.max(a, b), 0);
  // Whoever was told a moment ago is not told again in the same minute.
  if (latest === 0 || latest + apartMs > epochMs(its.now)) return [];
  // The notice about the lifted hold names this very end, within the last days.
  if (liftedAt !== undefined && liftedAt >= wanted && hasHeardOfHold(told, to)) return [];
  const lateBecause = before === endsAt ? "stood-still" : "learned-late";
  const occasion = `${endsAt.slice(0, 10)}-${readerTag(to)}`;
  return [{ kind: "custodian-second", occasion, to, due: wanted, lateBecause, ends: endsAt }];
}

function hasHeardOfHold(told: readonly Told[], reader: LeaverId): boolean {
  return told.some(({ kind, to }) => kind === "hold-placed" && to === reader);
}

/** A notice about a hold, named by the moment when the hold, or its end, was seen. */
export function aboutHold(kind: "hold-placed" | "hold-lifted", at: Instant, to: LeaverId) {
  const occasion = `${at.replace(/[^0-9]/g, "").slice(0, 14)}-${readerTag(to)}`;
  return { kind, occasion, to, lateBecause: "stood-still" } as const;
}

function isSame(one: Pick<Told, "kind" | "occasion">, other: Pick<Told, "kind" | "occasion">): boolean {
  return one.kind === other.kind && one.occasion === other.occasion;
}
