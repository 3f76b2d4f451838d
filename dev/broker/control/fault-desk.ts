import type { FaultSubject, Faults } from "../faults.ts";
import type { FaultOrder, Where } from "./orders.ts";

/** Fault rules that were ordered from outside, by the number each got. */
export class FaultDesk {
  readonly #faults: Faults;
  readonly #active = new Map<number, { readonly order: FaultOrder; readonly remove: () => void }>();
  #last = 0;

  constructor(faults: Faults) {
    this.#faults = faults;
  }

  /** Every rule ordered here that was not removed. */
  list(): Array<{ readonly id: number; readonly rule: FaultOrder }> {
    return [...this.#active].map(([id, { order }]) => ({ id, rule: order }));
  }

  /**
   * Carries out an order. `clear` forgets every rule of the broker, also those added in its process.
   *
   * @throws {TypeError} when this fault cannot happen at this point
   * @throws {RangeError} when there is no rule to remove
   */
  order(order: FaultOrder): { readonly id?: number } {
    if ("clear" in order) {
      this.#faults.clear();
      this.#active.clear();
      return {};
    }
    if ("remove" in order) {
      const rule = this.#active.get(order.remove);
      if (rule === undefined) throw new RangeError(`There is no fault rule ${order.remove}`);
      rule.remove();
      this.#active.delete(order.remove);
      return {};
    }
    const { where, ...rule } = order;
    const remove = this.#faults.add({ ...rule, where: where && condition(where) });
    this.#last += 1;
    this.#active.set(this.#last, { order, remove });
    return { id: this.#last };
  }
}

function condition(where: Where): (subject: FaultSubject) => boolean {
  return ({ messageId, deliveryCount, applicationProperties = {} }) =>
    (where.messageId === undefined || where.messageId === messageId) &&
    (where.deliveryCount === undefined || where.deliveryCount === deliveryCount) &&
    Object.entries(where.applicationProperties ?? {}).every(([name, value]) => applicationProperties[name] === value);
}
