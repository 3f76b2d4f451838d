import { Heap } from "./heap.ts";
import type { StoredMessage } from "./stored-message.ts";

/** Which messages' time to live ends next. Messages that are gone are dropped when they are found, or in bulk. */
export class Expiries {
  readonly #heap = new Heap<StoredMessage>((message) => message.expiresAtMs);

  /** Watches a message that expires; `alive` is how many messages the queue holds, to know when the heap is mostly gone. */
  watch(message: StoredMessage, alive: number): void {
    if (!Number.isFinite(message.expiresAtMs)) return;
    if (this.#heap.size > 2 * alive + 1024) this.#heap.keep((other) => other.state.kind !== "gone");
    this.#heap.push(message);
  }

  /** The earliest time at which `due` may have something to say. */
  nextMs(): number | undefined {
    return this.#heap.peek()?.expiresAtMs;
  }

  /** Takes out every message whose time is over. */
  *due(nowMs: number): Generator<StoredMessage> {
    for (let next = this.#heap.peek(); next !== undefined && next.expiresAtMs <= nowMs; next = this.#heap.peek()) {
      this.#heap.take();
      yield next;
    }
  }
}
