import { createHash, randomBytes } from "node:crypto";
import { epochMs, type Instant, instant } from "./ids.ts";
import type { Clock } from "./ports/clock.ts";
import type { Log } from "./ports/log.ts";
import type { KeptSubscription, SubscriptionState, SubscriptionStore, Subscriptions } from "./ports/subscriptions.ts";

/** Where Graph sends what it has to say; both addresses of this app. */
export interface NotificationAddress {
  readonly notificationUrl: string;
  readonly lifecycleUrl: string;
}

export interface SubscriptionPorts {
  readonly subscriptions: Subscriptions;
  readonly subscriptionStore: SubscriptionStore;
  /** Undefined: Graph cannot reach this app, and the delta queries do alone. */
  readonly address: NotificationAddress | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the subscription needs besides being there. */
export type Need = "nothing" | "renewal" | "replacement";

/** 28 days; Graph gives users at most 41,760 minutes, just under 29 (section 5.1). In milliseconds. */
const lifeMs = 28 * 86_400_000;
/** Whoever makes a subscription has so long before somebody else does, in milliseconds. */
const makingMs = 5 * 60_000;

/** How a secret is kept and compared: never itself. */
export function secretHash(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/**
 * Sees to it that Graph has exactly one subscription of this app that Leaver knows of: made when there is none, renewed at half
 * its life, replaced when it is gone. Two processes at once make one: the row says who is making it.
 *
 * @returns whether a subscription was made, so that what happened before it has to be read
 * @throws {LeaverError} Graph or storage does not answer, or refuses: the next tick tries again
 */
export async function keepSubscription(need: Need, ports: SubscriptionPorts): Promise<boolean> {
  const { address, subscriptions, subscriptionStore, clock, log } = ports;
  if (address === undefined) return false;
  const now = clock.now();
  const { state, etag } = await subscriptionStore.read();
  if (state.making !== undefined && epochMs(now) - epochMs(state.making.at) < makingMs) return false;
  const there = await subscriptions.list();
  const { current } = state;
  const isHere = current?.notificationUrl === address.notificationUrl;
  const alive = current !== undefined && there.some(({ id }) => id === current.id);
  if (alive && isHere && need !== "replacement") {
    if (need === "nothing" && !isHalfOver(current, now)) return false;
    if (await renewed(current, etag, ports)) return false;
  }
  if (current !== undefined && !alive) log({ event: "subscription-lost", madeAt: current.madeAt });
  // What was left by makers that died, and what is replaced now. Other deployments of the app have other addresses.
  const others = there.filter(
    ({ id, notificationUrl }) => id === current?.id || notificationUrl === address.notificationUrl,
  );
  return await make(
    state,
    etag,
    others.map(({ id }) => id),
    { ...ports, address },
  );
}

function isHalfOver({ renewedAt, expiresAt }: KeptSubscription, now: Instant): boolean {
  return epochMs(now) - epochMs(renewedAt) >= epochMs(expiresAt) - epochMs(now);
}

async function renewed(
  current: KeptSubscription,
  etag: string | undefined,
  ports: SubscriptionPorts,
): Promise<boolean> {
  const { subscriptions, subscriptionStore, clock, log } = ports;
  const now = clock.now();
  const expiresAt = instant(epochMs(now) + lifeMs);
  if ((await subscriptions.renew(current.id, expiresAt)) === "gone") return false;
  // Lost: somebody else renewed or replaced it meanwhile, and knows better.
  await subscriptionStore.write({ current: { ...current, renewedAt: now, expiresAt } }, etag);
  log({ event: "subscription-renewed", expiresAt });
  return true;
}

/** The secret's hash is on the row before Graph knows the secret: so the first notification finds it there. */
async function make(
  state: SubscriptionState,
  etag: string | undefined,
  others: readonly string[],
  { subscriptions, subscriptionStore, clock, log, address }: SubscriptionPorts & { address: NotificationAddress },
): Promise<boolean> {
  const { notificationUrl, lifecycleUrl } = address;
  const madeAt = clock.now();
  const clientState = randomBytes(32).toString("base64url");
  const making = { secretHash: secretHash(clientState), at: madeAt };
  const claimed = await subscriptionStore.write({ ...state, making }, etag);
  if (claimed === "lost") return false;
  const expiresAt = instant(epochMs(madeAt) + lifeMs);
  try {
    const made = await subscriptions.create({ notificationUrl, lifecycleUrl, clientState, expiresAt });
    const current = {
      id: made.id,
      secretHash: making.secretHash,
      notificationUrl,
      madeAt,
      renewedAt: madeAt,
      expiresAt: made.expiresAt,
    };
    await subscriptionStore.write({ current }, claimed.etag);
    log({ event: "subscription-made", expiresAt: made.expiresAt });
  } catch (error) {
    // Nobody has to wait for what was not made.
    await subscriptionStore.write({ current: state.current }, claimed.etag);
    throw error;
  }
  // Only now, so that there is always one.
  for (const id of others) await subscriptions.remove(id);
  return true;
}
