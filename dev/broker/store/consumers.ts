import type { LockToken } from "../amqp/lock-token.ts";
import type { StoredMessage } from "./stored-message.ts";

/** A receiving link, as a queue sees it. */
export interface Consumer {
  /** Receive-and-delete: a message handed out is gone. */
  readonly deletes: boolean;
  /** How many messages it takes now. */
  credit(): number;
  take(message: StoredMessage, token: LockToken): void;
}

/** The receiving links of one queue. They take turns, as long as they have credit. */
export class Consumers {
  #consumers: readonly Consumer[] = [];
  #turn = 0;

  add(consumer: Consumer): void {
    this.#consumers = [...this.#consumers, consumer];
  }

  remove(consumer: Consumer): void {
    this.#consumers = this.#consumers.filter((other) => other !== consumer);
  }

  clear(): void {
    this.#consumers = [];
  }

  /** Whose turn it is; undefined when nobody has credit. */
  next(): Consumer | undefined {
    for (let tries = this.#consumers.length; tries > 0; tries -= 1) {
      this.#turn = (this.#turn + 1) % this.#consumers.length;
      const consumer = this.#consumers[this.#turn];
      if (consumer !== undefined && consumer.credit() > 0) return consumer;
    }
    return undefined;
  }
}
