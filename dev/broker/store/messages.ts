import { sizeOf } from "../amqp/message-parts.ts";
import type { StoredMessage } from "./stored-message.ts";

/** The messages of one queue by sequence number, ascending, and how much room they take. */
export class Messages {
  readonly #byNumber = new Map<number, StoredMessage>();
  #bytes = 0;

  get size(): number {
    return this.#byNumber.size;
  }

  /** Bytes of all messages as they were sent. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Numbers must ascend. */
  add(message: StoredMessage): void {
    this.#byNumber.set(message.sequence, message);
    this.#bytes += sizeOf(message.parts);
  }

  find(sequence: number): StoredMessage | undefined {
    return this.#byNumber.get(sequence);
  }

  /** Takes a message out; whoever still knows it sees that it is gone. */
  remove(message: StoredMessage): void {
    message.state = { kind: "gone" };
    if (this.#byNumber.delete(message.sequence)) this.#bytes -= sizeOf(message.parts);
  }

  /** Gives a message other parts. */
  rewrite(message: StoredMessage, parts: StoredMessage["parts"]): void {
    this.#bytes += sizeOf(parts) - sizeOf(message.parts);
    message.parts = parts;
  }

  all(): IterableIterator<StoredMessage> {
    return this.#byNumber.values();
  }
}
