import { Cron } from "croner";

const NUMBERS = /^(\*|\d+(-\d+)?)(\/\d+)?$/;
const NAMES = /^(\*|(\d+|[a-z]{3})(-(\d+|[a-z]{3}))?)(\/\d+)?$/i;
/** Day of week ends at 6; croner would take 7 for Sunday. */
const DAYS_OF_WEEK = /^(\*|([0-6]|[a-z]{3})(-([0-6]|[a-z]{3}))?)(\/\d+)?$/i;
const FIELDS = [NUMBERS, NUMBERS, NUMBERS, NUMBERS, NAMES, DAYS_OF_WEEK];
const MINUTE_MS = 60_000;

/** When a timer is due, in UTC. */
export interface Schedule {
  /** The first occurrence after `epochMs`, in epoch milliseconds. @throws when there is none any more */
  next(epochMs: number): number;
  /** Whether it fires more than once a minute: such timers are not monitored. */
  readonly oftenPerMinute: boolean;
}

/**
 * Reads an NCRONTAB expression: six fields from seconds to day of week, or five from minutes. Day of week 0 is Sunday;
 * day of month and day of week must both fit. Extras of other dialects (L, W, #, ?, @daily) are refused.
 *
 * @throws {Error} the message is for the app's author
 */
export function parseNcrontab(text: string): Schedule {
  const given = text.trim().split(/\s+/);
  const fields = given.length === 5 ? ["0", ...given] : given;
  const known = fields.every((field, index) => field.split(",").every((part) => FIELDS[index]?.test(part)));
  if (fields.length !== 6 || !known) throw new Error(`"${text}" is not an NCRONTAB expression`);

  const cron = new Cron(fields.join(" "), {
    timezone: "UTC",
    mode: "6-part",
    domAndDow: true,
    // For 5/10, which NCRONTAB reads as "from 5, every 10".
    sloppyRanges: true,
    paused: true,
  });
  const next = (epochMs: number): number => {
    const found = cron.nextRun(new Date(epochMs));
    if (found === null) throw new Error(`"${text}" is never due`);
    return found.getTime();
  };
  const onlySeconds = fields.slice(1).every((field) => field === "*");
  const first = next(0);
  return { next, oftenPerMinute: onlySeconds && next(first) - first < MINUTE_MS };
}
