import { z } from "zod";
import type { Book } from "../book.ts";

const Delivery = z.object({
  subscriptionId: z.string(),
  /** Lifecycle events go to a place of their own. */
  to: z.enum(["notification", "lifecycle"]),
  item: z.record(z.string(), z.unknown()),
  /** Not before this time of the virtual clock. */
  notBefore: z.number(),
  /** When it was tried for the first time; null: not yet. */
  firstTriedAt: z.number().nullable(),
  attempts: z.number(),
});
/** One item that has to reach a subscriber. */
export type Delivery = z.infer<typeof Delivery>;

/** What is on its way to subscribers. */
export class DeliveryQueue implements Book<Delivery[]> {
  readonly schema = z.array(Delivery);
  readonly #changed: () => void;
  #waiting: Delivery[] = [];

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  add(delivery: Delivery): void {
    this.#waiting.push(delivery);
    this.#changed();
  }

  /** Takes out what may be sent now. */
  take(now: number): readonly Delivery[] {
    const due = this.#waiting.filter(({ notBefore }) => notBefore <= now);
    if (due.length > 0) this.#waiting = this.#waiting.filter(({ notBefore }) => notBefore > now);
    return due;
  }

  /** When the next is due; undefined: nothing waits. */
  nextAt(): number | undefined {
    if (this.#waiting.length === 0) return undefined;
    return this.#waiting.reduce((earliest, { notBefore }) => Math.min(earliest, notBefore), Number.POSITIVE_INFINITY);
  }

  content(): Delivery[] {
    return this.#waiting;
  }

  restore(waiting: Delivery[]): void {
    this.#waiting = waiting;
  }
}
