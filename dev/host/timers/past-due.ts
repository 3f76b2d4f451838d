import type { Schedule } from "./ncrontab.ts";
import type { TimerStatus } from "./timer-status.ts";

/** What a start finds: the status to go on with, whether an occurrence was missed, and whether the status is news. */
export interface StartStatus {
  readonly status: TimerStatus;
  readonly isPastDue: boolean;
  readonly record: TimerStatus | undefined;
}

/**
 * The real host's check at start. A timer without a record gets one. When the recorded next occurrence is not what the
 * schedule gives now, the schedule was changed: the next one is computed anew and nothing is caught up.
 */
export function statusAtStart(recorded: TimerStatus | undefined, schedule: Schedule, now: number): StartStatus {
  if (recorded === undefined) {
    const next = schedule.next(now);
    return { status: { next }, isPastDue: false, record: { next, lastUpdated: now } };
  }
  const since = recorded.last ?? recorded.lastUpdated;
  const expected = since === undefined ? recorded.next : schedule.next(since);
  if (expected === recorded.next) return { status: recorded, isPastDue: now > recorded.next, record: undefined };
  const next = now > expected ? schedule.next(now) : expected;
  const status = { next, ...(since === undefined ? {} : { lastUpdated: since }) };
  return { status, isPastDue: false, record: status };
}
