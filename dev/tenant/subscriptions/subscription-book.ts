import { z } from "zod";
import type { Book } from "../book.ts";

const Subscription = z.object({
  id: z.string(),
  resource: z.string(),
  /** Object id for one user; null: all users. */
  personId: z.string().nullable(),
  changeTypes: z.array(z.enum(["updated", "deleted"])),
  notificationUrl: z.string(),
  lifecycleNotificationUrl: z.string().nullable(),
  /** Kept as it is: every notification carries it. */
  clientState: z.string().nullable(),
  latestSupportedTlsVersion: z.string(),
  expiresAt: z.number(),
  /** Since when the service waits for a reauthorization that it has asked for; null: it does not. */
  challengedAt: z.number().nullable(),
  /** Told to die silently: it is listed, and nothing is sent. */
  silent: z.boolean(),
});
/** Somebody who is told about changes of users. Times are epoch milliseconds. */
export type Subscription = z.infer<typeof Subscription>;

/** The subscriptions of the application. One that has expired is gone. */
export class SubscriptionBook implements Book<Subscription[]> {
  readonly schema = z.array(Subscription);
  readonly #byId = new Map<string, Subscription>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Adds it, or puts it in the place of the one with its id. */
  put(subscription: Subscription): void {
    this.#byId.set(subscription.id, subscription);
    this.#changed();
  }

  remove(id: string): void {
    if (this.#byId.delete(id)) this.#changed();
  }

  find(id: string): Subscription | undefined {
    return this.#byId.get(id);
  }

  all(): readonly Subscription[] {
    return [...this.#byId.values()];
  }

  content(): Subscription[] {
    return [...this.#byId.values()];
  }

  restore(subscriptions: Subscription[]): void {
    for (const subscription of subscriptions) this.#byId.set(subscription.id, subscription);
  }
}
