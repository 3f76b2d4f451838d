import type { Departure } from "./case.ts";
import { departureInstant } from "./departure.ts";
import type { Instant } from "./ids.ts";
import type { Policy } from "./policy.ts";
import type { HrRecord } from "./ports/hr-records.ts";

/** When this person's access ends, by the policy and the zone of the site; and whether the notice came after that. */
export function departureOf(
  end: NonNullable<HrRecord["departure"]>,
  record: Pick<HrRecord, "site" | "timeZone">,
  policy: Policy,
  acceptedAt: Instant,
): Departure {
  const site = record.site === undefined ? undefined : policy.sites[record.site];
  const zone = record.timeZone ?? site ?? policy.defaultZone;
  const startAt = departureInstant({ date: end.date, meaning: end.meaning, zone, timeOfDay: policy.endOfWork });
  return {
    date: end.date,
    meaning: end.meaning,
    zone,
    timeOfDay: policy.endOfWork,
    startAt,
    late: startAt < acceptedAt,
  };
}
