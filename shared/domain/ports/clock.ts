import type { Instant } from "../ids.ts";

/** Time, so that tests can move it. In production the machine's clock, in UTC. */
export interface Clock {
  now(): Instant;
}
