import type { Bus, OutgoingMessage } from "../../shared/domain/ports/bus.ts";

/** Within so many milliseconds the broker takes a message of a known id and drops it (RULE 16). */
const duplicateWindowMs = 2 * 60_000;
/** As often as the queues of the product deliver a message before it becomes a dead letter. */
const mostDeliveries = 10;

/** The broker in memory. `beforeSend` may wait or throw, to play a slow or an absent broker. */
export class MemoryBus implements Bus {
  readonly #sent: OutgoingMessage[] = [];
  readonly #acceptedAt = new Map<string, number>();
  readonly #returned = new Map<OutgoingMessage, number>();
  readonly #deadLetters: OutgoingMessage[] = [];
  #waiting: OutgoingMessage[] = [];
  beforeSend: (messages: readonly OutgoingMessage[]) => Promise<void> = async () => undefined;

  /** Everything that was sent, oldest first, without duplicate detection. */
  get sent(): readonly OutgoingMessage[] {
    return this.#sent;
  }

  /** What is to be delivered, now or at its time, oldest first. */
  get waiting(): readonly OutgoingMessage[] {
    return this.#waiting;
  }

  get deadLetters(): readonly OutgoingMessage[] {
    return this.#deadLetters;
  }

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    await this.beforeSend(messages);
    this.#sent.push(...messages);
    for (const message of messages) {
      const known = this.#acceptedAt.get(message.messageId);
      if (known !== undefined && Date.now() - known < duplicateWindowMs) continue;
      this.#acceptedAt.set(message.messageId, Date.now());
      this.#waiting.push(message);
    }
  }

  /** Hands out what may be delivered by now; who cannot handle a message gives it back. */
  takeDue(wanted: (message: OutgoingMessage) => boolean = () => true): readonly OutgoingMessage[] {
    const due = this.#waiting.filter((one) => Date.parse(one.notBefore ?? "2000-01-01") <= Date.now() && wanted(one));
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    return due;
  }

  /** The handler failed, or its process died: the message is delivered again, until it becomes a dead letter. */
  giveBack(message: OutgoingMessage): void {
    const returned = (this.#returned.get(message) ?? 0) + 1;
    this.#returned.set(message, returned);
    if (returned >= mostDeliveries) this.#deadLetters.push(message);
    else this.#waiting.push(message);
  }

  /** Loses everything that is waiting, as a broker that was emptied does (P11). */
  lose(): void {
    this.#waiting = [];
  }
}
