import { epochMs, type Instant } from "../../domain/ids.ts";

/** How far a signed timestamp may lie in the past or in the future, in milliseconds. */
const TOLERANCE_MS = 300_000;

/**
 * Whether a signed timestamp is recent enough, in both directions (section 2).
 * @param pastMs how old it may be, in milliseconds
 */
export function isInWindow(signedAtMs: number, now: Instant, pastMs: number = TOLERANCE_MS): boolean {
  const ageMs = epochMs(now) - signedAtMs;
  return ageMs <= pastMs && -ageMs <= TOLERANCE_MS;
}
