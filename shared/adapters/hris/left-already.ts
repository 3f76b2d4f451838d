import { epochMs, type Instant, instant } from "../../domain/ids.ts";
import type { HrRecord } from "../../domain/ports/hr-records.ts";

const DAY_MS = 24 * 3_600_000;

/**
 * The departure of somebody who has left, and nobody wrote when: not employed since yesterday, by UTC. In every zone and
 * with every end of work that lies in the past, so access ends now, and reading again on a later day never puts it off.
 */
export function leftAlready(now: Instant): NonNullable<HrRecord["departure"]> {
  return { date: instant(epochMs(now) - DAY_MS).slice(0, 10), meaning: "first-day-not-employed" };
}
