import { Deque } from "./deque.ts";
import { Heap } from "./heap.ts";
import type { StoredMessage } from "./stored-message.ts";

const SHUFFLE_DEPTH = 64;

/**
 * The messages a queue may hand out, in the order of their sequence numbers. A message that was locked and came back
 * takes its old place, which is how the real service orders an abandoned message too.
 */
export class ReadyMessages {
  readonly #line = new Deque<StoredMessage>();
  readonly #returned = new Heap<StoredMessage>((message) => message.sequence);
  /** Messages taken out of order while a shuffle fault was on. */
  #hand: StoredMessage[] = [];

  push(message: StoredMessage): void {
    this.#line.push(message);
  }

  putBack(message: StoredMessage): void {
    this.#returned.push(message);
  }

  /** Whether `take` would give nothing. */
  get isEmpty(): boolean {
    if (this.#hand.some((message) => message.state.kind === "ready")) return false;
    while (this.#line.peek() !== undefined && this.#line.peek()?.state.kind !== "ready") this.#line.shift();
    while (this.#returned.peek() !== undefined && this.#returned.peek()?.state.kind !== "ready") this.#returned.take();
    return this.#line.peek() === undefined && this.#returned.peek() === undefined;
  }

  /** The next message, or, with `random` (0 to 1), any of the next 64. Messages no longer ready are forgotten. */
  take(random?: () => number): StoredMessage | undefined {
    if (random === undefined && this.#hand.length === 0) return this.#next();
    if (random === undefined) {
      for (const message of this.#hand) this.putBack(message);
      this.#hand = [];
      return this.#next();
    }
    while (this.#hand.length < SHUFFLE_DEPTH) {
      const message = this.#next();
      if (message === undefined) break;
      this.#hand.push(message);
    }
    this.#hand = this.#hand.filter((message) => message.state.kind === "ready");
    const [drawn] = this.#hand.splice(Math.floor(random() * this.#hand.length), 1);
    return drawn;
  }

  #next(): StoredMessage | undefined {
    for (;;) {
      const first = this.#line.peek();
      const back = this.#returned.peek();
      const message =
        back !== undefined && (first === undefined || back.sequence < first.sequence)
          ? this.#returned.take()
          : this.#line.shift();
      if (message === undefined || message.state.kind === "ready") return message;
    }
  }
}
