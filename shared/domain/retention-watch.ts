import { z } from "zod";
import { isFinished, stepRecord } from "./case.ts";
import { withoutHeir } from "./former-manager.ts";
import { epochMs, type Instant, instant, LeaverId } from "./ids.ts";
import { endOfBin } from "./left-drive.ts";
import { type CallReason, callsNow, nothingYet, RetentionMemory } from "./retention-memory.ts";
import { aboutHold, type DueNotice, nextNoticeAt, readerTag, secondNoticeAt } from "./retention-notices.ts";
import type { StepInput } from "./step.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** The service looks once a day, and not at the minute: so much later nothing is going to happen any more. */
const orphanAfterMs = 3 * dayMs;
/** Access that was given shows within this time. */
const accessShowsMs = hourMs;

const Own = z.object({ memory: RetentionMemory });
const First = z.object({ recipient: LeaverId });
const Shared = z.object({ to: LeaverId });

/** What the watch knew after its last look, with the first notice that another step of the case sent. */
export function memoryIn({ steps }: Pick<StepInput, "steps">): RetentionMemory {
  const { memory = nothingYet } = Own.safeParse(stepRecord(steps, "watch-left-drive")?.evidence).data ?? {};
  const first = stepRecord(steps, "notify-custodian");
  const to = First.safeParse(first?.evidence).data?.recipient;
  const occasion = to && readerTag(to);
  if (first?.finishedAt === undefined || first.state === "skipped" || to === undefined || occasion === undefined)
    return memory;
  const isKnown = memory.told.some((one) => one.kind === "custodian-first" && one.occasion === occasion);
  const told = { kind: "custodian-first", occasion, to, at: first.finishedAt } as const;
  return isKnown ? memory : { ...memory, told: [...memory.told, told] };
}

/** Whether the step that sends the first notice has not ended yet. */
export function firstIsElsewhere({ steps }: Pick<StepInput, "steps">): boolean {
  const first = stepRecord(steps, "notify-custodian");
  return first !== undefined && !isFinished(first) && first.state !== "cancelled";
}

/** Whether that step is under way, and not in the hands of a person. */
export function firstIsMoving({ steps }: Pick<StepInput, "steps">): boolean {
  const state = stepRecord(steps, "notify-custodian")?.state;
  return state === "ready" || state === "changing" || state === "waiting";
}

/** Whether somebody who takes over now still has to be given access: everybody once, so that nobody is fought over it. */
export function needsAccess(to: LeaverId, included: boolean, memory: RetentionMemory, input: Pick<StepInput, "steps">) {
  const first = stepRecord(input.steps, "share-left-drive");
  // While that step has not ended, access is its business.
  if (included || first === undefined || !isFinished(first) || first.state === "skipped") return false;
  const had = Shared.safeParse(first.evidence).data?.to === to || memory.granted.some((one) => one.to === to);
  return !had;
}

/** The memory with what a look at the administrators shows. */
export function withAccessSeen(memory: RetentionMemory, to: LeaverId | undefined, included: boolean): RetentionMemory {
  const granted = memory.granted.map((one) => (one.to === to && included ? { ...one, seen: true } : one));
  return { ...memory, granted };
}

/** What a person has to be called for now. */
export function callsDue(
  memory: RetentionMemory,
  seen: {
    readonly now: Instant;
    readonly deletedAt: Instant;
    readonly keepAtMostDays: number | undefined;
    readonly heir: LeaverId | undefined;
    /** Nobody is told, and no other step has called for that. */
    readonly silent: boolean;
  },
): readonly CallReason[] {
  const now = epochMs(seen.now);
  const { endsAt, granted } = memory;
  const given = granted.find(({ to }) => to === seen.heir);
  const tooOld = epochMs(seen.deletedAt) + (seen.keepAtMostDays ?? Number.POSITIVE_INFINITY) * dayMs <= now;
  const reasons: (CallReason | false)[] = [
    seen.silent && "nobody",
    given !== undefined && !given.seen && epochMs(given.at) + accessShowsMs <= now && "no-access",
    tooOld && "kept-too-long",
    endsAt !== undefined && epochMs(endsAt) + orphanAfterMs <= now && "orphan",
  ];
  return reasons.filter((why) => why !== false).filter((why) => callsNow(memory, why, seen.now));
}

/**
 * When to look again: every day at least, and when something becomes due. A hold that outlasts the end is looked at
 * more often, because nothing but the hold keeps the service from deleting.
 */
export function lookAgainAt(
  memory: RetentionMemory,
  { now, byValue }: { readonly now: Instant; readonly byValue: Instant },
): Instant {
  const held = memory.heldSince !== undefined;
  const daily = instant(epochMs(now) + (held && byValue <= now ? 6 * hourMs : dayMs));
  const { endsAt } = memory;
  const end = endsAt !== undefined && endsAt > now ? endsAt : undefined;
  return [daily, nextNoticeAt(memory, now), end].filter((at) => at !== undefined).toSorted()[0] ?? daily;
}

/**
 * The last notice of a OneDrive that went to the bin before it was sent: because Leaver stood still, or because the service
 * was faster than the next look when a hold was lifted. It names the day on which the bin lets go.
 */
export function missedNotice(
  { told, endsAt, heldSince }: RetentionMemory,
  { to, since, byValue }: { readonly to: LeaverId | undefined; readonly since: Instant; readonly byValue: Instant },
): DueNotice | undefined {
  const had = (kind: DueNotice["kind"]) => told.some((one) => one.kind === kind && one.to === to);
  const ends = endOfBin(since);
  if (to === undefined) return undefined;
  if (heldSince !== undefined)
    return had("hold-placed") ? { ...aboutHold("hold-lifted", since, to), due: since, ends } : undefined;
  if (!had("custodian-first") || told.some(({ kind }) => kind === "custodian-second" || kind === "hold-lifted"))
    return undefined;
  const due = secondNoticeAt(endsAt ?? byValue);
  const occasion = `${ends.slice(0, 10)}-${readerTag(to)}`;
  return { kind: "custodian-second", occasion, to, due, lateBecause: "stood-still", ends };
}

/** An end by the tenant's value alone. */
export function endByValue(deletedAt: Instant, retentionDays: number): Instant {
  return instant(epochMs(deletedAt) + retentionDays * dayMs);
}

/** Whether no other step of the case has called a person because there is nobody. */
export function nobodyElseCalls({ steps, settings }: Pick<StepInput, "steps" | "settings">): boolean {
  const calling = ["share-left-drive", "notify-custodian"].map((name) => stepRecord(steps, name)?.state);
  return withoutHeir(settings) === undefined && !calling.includes("parked");
}
