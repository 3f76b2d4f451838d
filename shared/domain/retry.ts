import { hashOf } from "./hash.ts";

const longestMs = 5 * 60_000;

/**
 * How long to wait before look number `attempts + 1`, in milliseconds: 1 s, doubling, 5 min at most, each spread by up to
 * a quarter. The spread comes from the salt, so that a wave of cases does not return as a wave.
 */
export function backOffMs(attempts: number, salt: string): number {
  const base = Math.min(1_000 * 2 ** Math.min(attempts, 16), longestMs);
  const spread = Number.parseInt(hashOf(salt, attempts).slice(0, 4), 16) / 0xffff;
  return Math.round(base * (1 + spread / 4));
}
