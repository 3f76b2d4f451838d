import { type Consumer, Consumers } from "./consumers.ts";
import { ReadyMessages } from "./ready-messages.ts";
import type { StoredMessage } from "./stored-message.ts";

/** Decides which ready message goes to which consumer. */
export interface Dispatch {
  /** A new message, behind all others. */
  push(message: StoredMessage): void;
  /** A message that came back: it takes its old place. */
  putBack(message: StoredMessage): void;
  /** Offers ready messages to consumers with credit until one of both runs out. */
  handOut(deliver: (message: StoredMessage, consumer: Consumer) => void, random?: () => number): void;
  stop(): void;
}

/** Any consumer may get any message: first come first served, consumers in turns. */
export class OpenDispatch implements Dispatch {
  readonly consumers = new Consumers();
  readonly #ready = new ReadyMessages();

  push(message: StoredMessage): void {
    this.#ready.push(message);
  }

  putBack(message: StoredMessage): void {
    this.#ready.putBack(message);
  }

  handOut(deliver: (message: StoredMessage, consumer: Consumer) => void, random?: () => number): void {
    for (let consumer = this.consumers.next(); consumer !== undefined; consumer = this.consumers.next()) {
      const message = this.#ready.take(random);
      if (message === undefined) return;
      deliver(message, consumer);
    }
  }

  stop(): void {
    this.consumers.clear();
  }
}
