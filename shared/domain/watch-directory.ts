import { LeaverError } from "./errors.ts";
import { epochMs, type Instant } from "./ids.ts";
import { keepSubscription, type SubscriptionPorts } from "./keep-subscription.ts";
import { type ChangesPorts, readChanges } from "./read-changes.ts";

export type WatchPorts = ChangesPorts & SubscriptionPorts;

/** What is known about how the directory is watched. */
export interface WatchHealth {
  /** Undefined: this app has no address that Graph could call, and none is wanted. */
  readonly subscription: { readonly expiresAt: Instant | undefined } | undefined;
  readonly lastNotificationAt: Instant | undefined;
  /** When a round of changes was last read to its end. */
  readonly lastDeltaAt: Instant | undefined;
  /** Changes were found since then, and no notification told of them or of later ones. */
  readonly unheardSince: Instant | undefined;
}

/** Notifications may be an hour late without anybody being at fault; after so long somebody should look. In milliseconds. */
const silentMs = 2 * 3_600_000;
/** A subscription that was silent for so long is replaced by another one, in milliseconds. */
const deadMs = 24 * 3_600_000;
/** Rounds of changes come every 15 minutes, so that this many were missed. In milliseconds. */
const staleMs = 3_600_000;

export async function watchHealth({ address, changesStore, subscriptionStore }: WatchPorts): Promise<WatchHealth> {
  const [known, { state }, lastNotificationAt] = await Promise.all([
    changesStore.read(),
    subscriptionStore.read(),
    subscriptionStore.heardAt(),
  ]);
  return {
    subscription: address === undefined ? undefined : { expiresAt: state.current?.expiresAt },
    lastNotificationAt,
    lastDeltaAt: known?.progress.finishedAt,
    unheardSince: known?.progress.unheardSince,
  };
}

/**
 * Keeps the subscription and says what is wrong with the watch: `subscription-dead` when changes are found that nothing told
 * of, or when it has expired, and `delta-stale` when no round of changes ends. Graph itself would say neither.
 */
export async function keepWatch(ports: WatchPorts): Promise<void> {
  const { subscription, lastNotificationAt, lastDeltaAt, unheardSince } = await watchHealth(ports);
  const now = epochMs(ports.clock.now());
  const silence = unheardSince === undefined ? 0 : now - epochMs(unheardSince);
  const expired = subscription?.expiresAt !== undefined && epochMs(subscription.expiresAt) <= now;
  if (subscription !== undefined && (silence >= silentMs || expired)) {
    ports.log({ event: "subscription-dead", unheardSince, expired, lastNotificationAt });
  }
  if (lastDeltaAt !== undefined && now - epochMs(lastDeltaAt) >= staleMs) {
    ports.log({ event: "delta-stale", lastDeltaAt });
  }
  try {
    const replace = silence >= deadMs && (await isOld(ports));
    if (await keepSubscription(replace ? "replacement" : "nothing", ports)) await readChanges(ports);
  } catch (error) {
    if (!(error instanceof LeaverError)) throw error;
    ports.log({ event: "subscription-not-kept", code: error.code, because: error.message });
  }
}

/** A younger one has not had its time to be heard of. */
async function isOld({ subscriptionStore, clock }: WatchPorts): Promise<boolean> {
  const { current } = (await subscriptionStore.read()).state;
  return current !== undefined && epochMs(clock.now()) - epochMs(current.madeAt) >= deadMs;
}
