import { Temporal } from "temporal-polyfill";
import { NeedsPersonError } from "./errors.ts";
import { type Instant, instant } from "./ids.ts";

/** A departure as people say it: a civil date, what it means, and where and when the working day ends. */
export interface DepartureRule {
  /** YYYY-MM-DD, without time or zone, in the years 2000 to 2999. */
  readonly date: string;
  readonly meaning: "last-working-day" | "first-day-not-employed";
  /** IANA zone of the worker's site; offsets such as +02:00 are refused, because they know no summer time. */
  readonly zone: string;
  /** When access ends on the last working day: HH:MM. */
  readonly timeOfDay: string;
}

/**
 * The instant at which access ends, never before the civil time was reached at the site (R-04, section 11.6).
 * A local time that does not exist moves forward to the first existing instant; one that exists twice takes the
 * later instant. So a changed clock never cuts access early.
 *
 * @throws {NeedsPersonError} naming the kind of value that cannot be read: date, time of day or time zone
 */
export function departureInstant(rule: DepartureRule): Instant {
  // 0001-01-01, 1900-01-01 and 9999-12-31 are placeholders of databases: taken at their word, they would lock out now or never.
  const given = parsed("date", "as YYYY-MM-DD, from the year 2000", rule.date, /^2\d{3}-\d{2}-\d{2}$/, (text) =>
    Temporal.PlainDate.from(text),
  );
  const time = parsed("time of day", "as HH:MM", rule.timeOfDay, /^\d{2}:\d{2}$/, (text) =>
    Temporal.PlainTime.from(text),
  );
  const lastDay = rule.meaning === "last-working-day" ? given : given.subtract({ days: 1 });
  const wanted = lastDay.toPlainDateTime(time);
  // The pattern keeps out offsets and whole timestamps, which Temporal would take for a zone.
  return parsed("time zone", "as an IANA name such as Europe/Oslo", rule.zone, /^[A-Za-z][\w+/-]*$/, (zone) =>
    instant(firstReached(wanted, zone).epochMilliseconds),
  );
}

function firstReached(wanted: Temporal.PlainDateTime, zone: string): Temporal.ZonedDateTime {
  const later = wanted.toZonedDateTime(zone, { disambiguation: "later" });
  if (later.toPlainDateTime().equals(wanted)) return later;
  // A gap: `earlier` lies just before it, so the next transition is the first instant after it.
  const beforeGap = wanted.toZonedDateTime(zone, { disambiguation: "earlier" });
  return beforeGap.getTimeZoneTransition("next") ?? later;
}

function parsed<T>(kind: string, how: string, text: string, pattern: RegExp, read: (text: string) => T): T {
  try {
    if (!pattern.test(text)) throw new RangeError(`not a ${kind}`);
    return read(text);
  } catch (cause) {
    throw new NeedsPersonError(`The ${kind} of the departure cannot be read: give it ${how}`, { cause });
  }
}
