import type { Instant, LeaverId } from "../ids.ts";

/** From now on; `until` is at most 1825 days away. */
export interface TimeAhead {
  readonly from: Instant;
  readonly until: Instant;
}

/** Calendars. Same errors as `Directory`. */
export interface Calendars {
  /**
   * How many meetings with others the person organises in this time; a series counts once. Undefined: no cloud mailbox.
   */
  organisedMeetings(id: LeaverId, ahead: TimeAhead): Promise<number | undefined>;
  /**
   * Cancels the meetings of this time, and what else begins on its first and last day (UTC). The mailbox sends the
   * cancellations; a series with one instance in this time is cancelled whole. It may show some minutes later.
   */
  cancelMeetings(id: LeaverId, ahead: TimeAhead): Promise<void>;
}
