import { seededRandom } from "../../seeded-random.ts";

/** What goes wrong with notifications. Shares are between 0 and 1, of the items that would be sent. */
export interface DisorderOrder {
  readonly drop?: number | undefined;
  readonly duplicate?: number | undefined;
  readonly delay?: { readonly share: number; readonly ms: number } | undefined;
  /** Items of one delivery come in reverse order. */
  readonly reorder?: boolean | undefined;
  /** The same seed hits the same items again. */
  readonly seed?: number | undefined;
}

/** The disorder in force. None at first: everything arrives once, at once and in order. */
export class Disorder {
  #order: DisorderOrder = {};
  #random = seededRandom(1);

  /** Replaces what was ordered before. */
  set(order: DisorderOrder): void {
    this.#order = order;
    this.#random = seededRandom(order.seed ?? 1);
  }

  /** The delays, in milliseconds, of the copies that are sent of one item: none for one that is lost. */
  copies(): readonly number[] {
    const { drop = 0, duplicate = 0, delay } = this.#order;
    if (this.#random() < drop) return [];
    const copies = this.#random() < duplicate ? 2 : 1;
    return Array.from({ length: copies }, () => (delay && this.#random() < delay.share ? delay.ms : 0));
  }

  arrange<T>(items: readonly T[]): readonly T[] {
    return this.#order.reorder ? items.toReversed() : items;
  }
}
