import { epochMs, type Instant } from "../../domain/ids.ts";

/** How far a signed timestamp may lie in the past or in the future, in milliseconds. */
const TOLERANCE_MS = 300_000;

/** Whether a signed timestamp is recent enough, in both directions (section 2). */
export function isInWindow(signedAtMs: number, now: Instant): boolean {
  return Math.abs(epochMs(now) - signedAtMs) <= TOLERANCE_MS;
}
