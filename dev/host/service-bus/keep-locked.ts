import type { ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";
import type { VirtualClock } from "../../clock.ts";

const LONGEST_MARGIN_MS = 10_000;

export interface KeepLockedOptions {
  readonly receiver: ServiceBusReceiver;
  readonly message: ServiceBusReceivedMessage;
  readonly clock: VirtualClock;
  /** From now on; then the lock runs out. In virtual milliseconds. */
  readonly upToMs: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Renews a message's lock, before it runs out in virtual time, until the returned function is called. The client's own
 * renewal keeps real time, and knows messages by their ids: it cannot settle one without, and mixes two with the same.
 */
export function keepLocked({ receiver, message, clock, upToMs, onError }: KeepLockedOptions): () => void {
  const end = clock.now() + upToMs;
  let stopped = false;
  let cancel: () => void = () => undefined;
  const arm = () => {
    const lockedUntil = message.lockedUntilUtc?.getTime();
    if (stopped || lockedUntil === undefined || lockedUntil >= end) return;
    const margin = Math.min(LONGEST_MARGIN_MS, Math.max(lockedUntil - clock.now(), 0) / 2);
    cancel = clock.at(lockedUntil - margin, () => {
      receiver.renewMessageLock(message).then(arm, (error: unknown) => {
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
