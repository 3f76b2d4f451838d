import type { SubscriptionPorts } from "../shared/domain/keep-subscription.ts";
import type { SubscriptionHealth } from "../shared/health/subscription-check.ts";

/** The subscription as Graph shows it, for the check of it. None is wanted before the timer has once tried to make it. */
export function subscriptionHealth({
  address,
  subscriptions,
  subscriptionStore,
}: SubscriptionPorts): SubscriptionHealth {
  return {
    wanted: async () => (address === undefined || (await subscriptionStore.read()).etag === undefined ? [] : ["users"]),
    alive: async () => {
      const { current } = (await subscriptionStore.read()).state;
      const there = await subscriptions.list();
      return there.flatMap(({ id, expiresAt }) => (id === current?.id ? [{ resource: "users", expiresAt }] : []));
    },
  };
}
