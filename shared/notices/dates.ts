import { Temporal } from "temporal-polyfill";
import { epochMs, type Instant } from "../domain/ids.ts";

/** `Monday, 2 March 2026 at 18:00 (Central European Standard Time)`: with weekday and zone, so that nobody misreads it. */
export function dateAndTime(at: Instant, locale: string, timeZone: string): string {
  const written = new Intl.DateTimeFormat(locale, {
    dateStyle: "full",
    timeStyle: "short",
    timeZone,
  }).format(epochMs(at));
  return `${plainSpaces(written)} (${zoneName(at, locale, timeZone)})`;
}

/** `Monday, 2 March 2026`. */
export function day(at: Instant, locale: string, timeZone: string): string {
  return plainSpaces(new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone }).format(epochMs(at)));
}

/** From the day of one instant to the day of another, as a calendar on the wall in that zone counts. */
export function daysBetween(from: Instant, to: Instant, timeZone: string): number {
  const dayOf = (at: Instant) => Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDate();
  return dayOf(from).until(dayOf(to), { largestUnit: "days" }).days;
}

function zoneName(at: Instant, locale: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "long" }).formatToParts(epochMs(at));
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

/** Some locales write narrow no-break spaces, which old mail programs show as boxes. */
function plainSpaces(text: string): string {
  return text.replaceAll("\u202f", " ");
}
