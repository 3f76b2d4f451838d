import type { CaseFile, StepRecord } from "./case.ts";
import { LeaverError, TryLaterError } from "./errors.ts";
import { epochMs, type Instant, instant } from "./ids.ts";
import { stepMessage } from "./messages.ts";
import type { Outcome } from "./outcome.ts";
import { backOffMs } from "./retry.ts";
import type { Step } from "./step.ts";

/** A message that comes so long after its time was held up: Leaver or the broker stood still. Longer than any wait between two looks. */
const standstillMs = 10 * 60_000;

/** One attempt that did not reach the wanted state. */
export interface Attempt {
  readonly now: Instant;
  /** When the step became ready, or later where it was held up. */
  readonly readyAt: Instant;
  /** When its change was announced, or later where it was held up; undefined before. */
  readonly announcedAt: Instant | undefined;
  /** Attempts before this one. */
  readonly attempts: number;
  /** Spreads the waits of different cases. */
  readonly salt: string;
  /** How long the wanted state may stay invisible, in milliseconds. */
  readonly deadlineMs: number;
  /** How long a service that does not answer is asked again, in milliseconds. */
  readonly outageMs: number;
}

/** How long a step's message was held up, by its promise on the ledger, in milliseconds; 0 where it came in time. */
export function heldUpFor({ record: { caseId }, outbox }: CaseFile, step: StepRecord, now: Instant): number {
  const { messageId } = stepMessage(caseId, step);
  const promised = outbox.find((row) => row.messageId === messageId);
  if (promised === undefined) return 0;
  const lateMs = epochMs(now) - epochMs(promised.notBefore ?? promised.at);
  return lateMs > standstillMs ? lateMs : 0;
}

/**
 * Since when a step has been asking in vain. Time in which Leaver itself stood still uses up none of its patience: after a
 * standstill it has as much left as before.
 *
 * @returns undefined while nothing was held up: since it became ready, or announced its change
 */
export function patientSince(step: StepRecord, heldUpMs: number): Instant | undefined {
  if (heldUpMs === 0) return step.patientSince;
  const since = latest(step.readyAt, step.intent?.at, step.patientSince);
  return since && instant(epochMs(since) + heldUpMs);
}

/** This attempt at a step, as its patience counts. */
export function attemptOf(
  record: StepRecord,
  { deadlineMs, outageMs }: Pick<Step, "deadlineMs" | "outageMs">,
  { now, heldUpMs, salt }: { readonly now: Instant; readonly heldUpMs: number; readonly salt: string },
): Attempt {
  const since = patientSince(record, heldUpMs);
  return {
    now,
    readyAt: latest(record.readyAt, since) ?? now,
    announcedAt: record.intent && latest(record.intent.at, since),
    attempts: record.attempts,
    salt,
    deadlineMs,
    outageMs,
  };
}

function latest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  return instants
    .filter((one) => one !== undefined)
    .toSorted()
    .at(-1);
}

/** Not there, or not visible yet: looked at again until the deadline. An outage before the change uses up none of it. */
export function notSeen(attempt: Attempt, because: string): Outcome {
  return again(attempt, because, { since: attempt.announcedAt ?? attempt.readyAt, patienceMs: attempt.deadlineMs });
}

/** What follows from an error of a look or a change. */
export function afterError(attempt: Attempt, error: unknown): Outcome {
  if (error instanceof TryLaterError) {
    const { message, afterMs } = error;
    return again(attempt, message, { since: attempt.readyAt, patienceMs: attempt.outageMs, afterMs });
  }
  if (error instanceof LeaverError) return { kind: "parked", because: error.message };
  // Only the kind of an unforeseen error: its message may carry personal data (P10). Never repeated blindly.
  return {
    kind: "parked",
    because: `Unforeseen ${nameOf(error)}: look at the tenant, then resume or do the step by hand`,
  };
}

/** The kind of an error, which may be logged. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

function again(
  { now, attempts, salt }: Attempt,
  because: string,
  limits: { readonly since: Instant; readonly patienceMs: number; readonly afterMs?: number | undefined },
): Outcome {
  const waitedMs = epochMs(now) - epochMs(limits.since);
  if (waitedMs > limits.patienceMs) {
    const minutes = Math.round(waitedMs / 60_000);
    return { kind: "parked", because: `Not seen after ${minutes} minutes (${because}). Check by hand, then resume` };
  }
  return { kind: "waiting", until: instant(epochMs(now) + (limits.afterMs ?? backOffMs(attempts, salt))), because };
}
