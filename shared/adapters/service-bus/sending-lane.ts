import type { ServiceBusMessage } from "@azure/service-bus";

/** Sends as many of the messages as one batch holds, from the first on. @returns how many that were */
export type SendBatch = (messages: readonly ServiceBusMessage[]) => Promise<number>;

interface Waiting {
  readonly message: ServiceBusMessage;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The way of messages to one queue or topic: one batch at a time, and what comes meanwhile goes together in the next. So a
 * connection that breaks never takes more than one batch with it, and twenty steps that end at once cost one transfer.
 */
export class SendingLane {
  readonly #sendBatch: SendBatch;
  readonly #waiting: Waiting[] = [];
  #working = false;

  constructor(sendBatch: SendBatch) {
    this.#sendBatch = sendBatch;
  }

  /** Resolves when all of them are taken. @throws what `sendBatch` throws for the first that is not */
  async send(messages: readonly ServiceBusMessage[]): Promise<void> {
    const taken = messages.map(
      (message) => new Promise<void>((resolve, reject) => this.#waiting.push({ message, resolve, reject })),
    );
    void this.#work();
    await Promise.all(taken);
  }

  async #work(): Promise<void> {
    if (this.#working) return;
    this.#working = true;
    while (this.#waiting.length > 0) await this.#next();
    this.#working = false;
  }

  async #next(): Promise<void> {
    const group = this.#waiting.map(({ message }) => message);
    try {
      const sent = await this.#sendBatch(group);
      for (const { resolve } of this.#waiting.splice(0, sent)) resolve();
    } catch (error) {
      // A message too large for any batch is alone in its error; every other error is one of the broker.
      const failed = error instanceof RangeError ? 1 : group.length;
      for (const { reject } of this.#waiting.splice(0, failed)) reject(error);
    }
  }
}
