import type { VirtualClock } from "../../clock.ts";

const LONGEST_MARGIN_MS = 10_000;

export interface KeepLockedOptions {
  /** Of the message or the session, as the last renewal left it. */
  readonly lockedUntil: () => Date | undefined;
  readonly renew: () => Promise<unknown>;
  readonly clock: VirtualClock;
  /** From now on; then the lock runs out. In virtual milliseconds. */
  readonly upToMs: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Renews the lock of a message or a session, before it runs out in virtual time, until the returned function is called. The client's own
 * renewal keeps real time, and knows messages by their ids: it cannot settle one without, and mixes two with the same.
 */
export function keepLocked({ lockedUntil, renew, clock, upToMs, onError }: KeepLockedOptions): () => void {
  const end = clock.now() + upToMs;
  let stopped = false;
  let cancel: () => void = () => undefined;
  const arm = () => {
    const until = lockedUntil()?.getTime();
    if (stopped || until === undefined || until >= end) return;
    const margin = Math.min(LONGEST_MARGIN_MS, Math.max(until - clock.now(), 0) / 2);
    cancel = clock.at(until - margin, () => {
      renew().then(arm, (error: unknown) => {
        // A renewal that crosses the settlement finds no lock.
        if (!stopped) onError(error);
      });
    });
  };
  arm();
  return () => {
    stopped = true;
    cancel();
  };
}
