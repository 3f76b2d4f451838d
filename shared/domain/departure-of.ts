import type { Departure } from "./case.ts";
import type { CaseSettings } from "./case-settings.ts";
import { departureInstant } from "./departure.ts";
import type { Instant } from "./ids.ts";
import type { Policy } from "./policy.ts";
import type { HrRecord } from "./ports/hr-records.ts";

/** What decides about the time besides the HR record. */
export interface DepartureTerms {
  readonly policy: Policy;
  /** `urgent`: from the first moment of the last day, so that a notice on that day ends access at once (REQ-01). */
  readonly lane: CaseSettings["lane"];
  readonly acceptedAt: Instant;
}

/**
 * When this person's access ends, by the policy and the zone of the site. Late is a notice that comes after the
 * end of work, in both lanes: who is told in the middle of an urgent last day is in time.
 */
export function departureOf(
  end: NonNullable<HrRecord["departure"]>,
  record: Pick<HrRecord, "site" | "timeZone">,
  { policy, lane, acceptedAt }: DepartureTerms,
): Departure {
  const site = record.site === undefined ? undefined : policy.sites[record.site];
  const zone = record.timeZone ?? site ?? policy.defaultZone;
  const { date, meaning } = end;
  const rule = { date, meaning, zone, timeOfDay: policy.endOfWork };
  const late = departureInstant(rule) < acceptedAt;
  if (lane === "normal") return { ...rule, startAt: departureInstant(rule), late };
  return { ...rule, startAt: departureInstant({ ...rule, timeOfDay: "00:00" }), late, urgent: true };
}

/** The instant after which a start is late: the end of work of an urgent departure, else the start itself. */
export function lateFrom(departure: Departure): Instant {
  return departure.urgent === true ? departureInstant(departure) : departure.startAt;
}
