import { z } from "zod";
import { epochMs, Instant, instant, LeaverId } from "./ids.ts";

const dayMs = 86_400_000;
/** Nothing goes on sooner after a hold was lifted. */
const noticeAfterHoldMs = dayMs;
/** A person who was called about something is called again when nothing has changed so long after. */
const callAgainMs = 30 * dayMs;

/** A notice that went out. */
export const Told = z.object({
  kind: z.enum(["custodian-first", "custodian-second", "hold-placed", "hold-lifted"]),
  /** Tells it from others of its kind, and makes its id. */
  occasion: z.string(),
  to: LeaverId,
  at: Instant,
});
export type Told = z.infer<typeof Told>;

/** Why a person was called. */
export const callReasons = ["nobody", "no-access", "kept-too-long", "orphan"] as const;
export type CallReason = (typeof callReasons)[number];

/**
 * What the watch over a OneDrive has to remember from one look to the next, because no service keeps it. It lies in the
 * evidence of the step.
 */
export const RetentionMemory = z.object({
  /** The end as the last look had it. */
  endsAt: Instant.optional(),
  /** Since when a hold was seen; gone when it was seen lifted. */
  heldSince: Instant.optional(),
  /** When the last hold was seen lifted. */
  liftedAt: Instant.optional(),
  told: z.array(Told),
  /** Whom this step gave access, and when. */
  granted: z.array(z.object({ to: LeaverId, at: Instant, seen: z.boolean() })),
  called: z.array(z.object({ why: z.enum(callReasons), at: Instant })),
});
export type RetentionMemory = z.infer<typeof RetentionMemory>;

export const nothingYet: RetentionMemory = { told: [], granted: [], called: [] };

/** The memory after a look at the hold and the dates. */
export function remembered(
  memory: RetentionMemory,
  seen: { readonly now: Instant; readonly held: boolean; readonly deletedAt: Instant; readonly retentionDays: number },
): RetentionMemory {
  const { endsAt: _, heldSince, liftedAt, ...rest } = memory;
  const lifted = !seen.held && heldSince !== undefined ? seen.now : liftedAt;
  const endsAt = seen.held ? undefined : endOf(seen, lifted);
  const since = seen.held ? (heldSince ?? seen.now) : undefined;
  return {
    ...rest,
    ...(endsAt && { endsAt }),
    ...(since && { heldSince: since }),
    ...(lifted && { liftedAt: lifted }),
  };
}

/** When the service may take it away: by the tenant's value, and never at once after a hold (FACT-17, R-63, R-64). */
function endOf(
  { deletedAt, retentionDays }: { readonly deletedAt: Instant; readonly retentionDays: number },
  liftedAt: Instant | undefined,
): Instant {
  const byValue = epochMs(deletedAt) + retentionDays * dayMs;
  const byHold = liftedAt === undefined ? 0 : epochMs(liftedAt) + noticeAfterHoldMs;
  return instant(Math.max(byValue, byHold));
}

/** Whether a person is called now about this: not again before some time has passed. */
export function callsNow(memory: RetentionMemory, why: CallReason, now: Instant): boolean {
  return memory.called.every((call) => call.why !== why || epochMs(call.at) + callAgainMs <= epochMs(now));
}

/** The memory with the calls that are made now. */
export function withCalls(memory: RetentionMemory, whys: readonly CallReason[], at: Instant): RetentionMemory {
  const others = memory.called.filter(({ why }) => !whys.includes(why));
  return { ...memory, called: [...others, ...whys.map((why) => ({ why, at }))] };
}
