import type { Instant } from "../domain/ids.ts";
import { type Check, failed, ok, skipped, warning } from "./check.ts";

/** A change notification subscription of the app, as Graph shows it. */
export interface LiveSubscription {
  /** What is subscribed to, for example `users`. */
  readonly resource: string;
  readonly expiresAt: Instant;
}

/** The subscriptions that should be alive, and those that are. */
export interface SubscriptionHealth {
  /** Resources that the app subscribes to; empty: it uses none. */
  wanted(): Promise<readonly string[]>;
  alive(): Promise<readonly LiveSubscription[]>;
}

/** Maximum life is under 29 days and renewal comes at half life: less than this left means that renewal has failed. In milliseconds. */
const shortMs = 3 * 86_400_000;

/** Whether change notifications come. @param health undefined: the app has no subscriptions to keep */
export function subscriptionCheck(health: SubscriptionHealth | undefined, now: () => number = Date.now): Check {
  return {
    id: "graph.subscriptions",
    async look() {
      if (health === undefined) return skipped("only the app itself can say: ask it with --url");
      const [wanted, alive] = await Promise.all([health.wanted(), health.alive()]);
      if (wanted.length === 0) return skipped("change notifications are not configured");
      const todo =
        "Look in the log of the function subscriptions: it makes and renews them; the app's address must be reachable from Microsoft";
      const missing = wanted.filter(
        (resource) => !alive.some((one) => one.resource === resource && Date.parse(one.expiresAt) > now()),
      );
      if (missing.length > 0) return failed(`no live subscription for ${missing.join(", ")}`, todo);
      const short = alive.filter(
        ({ resource, expiresAt }) => wanted.includes(resource) && Date.parse(expiresAt) < now() + shortMs,
      );
      if (short.length > 0)
        return warning(`${short.length} subscriptions end within 3 days and were not renewed`, todo);
      return ok(`${wanted.length} subscriptions are alive`);
    },
  };
}
