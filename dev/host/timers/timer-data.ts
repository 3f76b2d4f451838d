import { dotNetDate } from "../dot-net-date.ts";
import type { InvocationInput } from "../invocations.ts";
import type { TimerStatus } from "./timer-status.ts";

const NEVER = "0001-01-01T00:00:00+00:00";

/** The trigger value of a timer. Without a status the schedule is not monitored. */
export function timerData(status: TimerStatus | undefined, isPastDue: boolean): InvocationInput {
  const value = {
    Schedule: { AdjustForDST: true },
    ScheduleStatus: status
      ? { Last: withOffset(status.last), Next: withOffset(status.next), LastUpdated: withOffset(status.lastUpdated) }
      : null,
    IsPastDue: isPastDue,
  };
  return { input: { json: JSON.stringify(value) } };
}

function withOffset(epochMs: number | undefined): string {
  return epochMs === undefined ? NEVER : `${dotNetDate(new Date(epochMs))}+00:00`;
}
