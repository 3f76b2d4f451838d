import { virtualClock } from "../../dev/clock.ts";
import { type Instant, instant } from "../../shared/domain/ids.ts";

export const clock = virtualClock();

/** Virtual time now. */
export function now(): Instant {
  return instant(Date.now());
}

/** Civil date so many days from virtual today, UTC. */
export function day(offset: number): string {
  return instant(Date.now() + offset * 86_400_000).slice(0, 10);
}
