import { LeaverError, TryLaterError } from "./errors.ts";
import { epochMs, type Instant, instant } from "./ids.ts";
import type { Outcome } from "./outcome.ts";
import { backOffMs } from "./retry.ts";

/** One attempt that did not reach the wanted state. */
export interface Attempt {
  readonly now: Instant;
  /** When the step became ready. */
  readonly readyAt: Instant;
  /** When its change was announced; undefined before. */
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
