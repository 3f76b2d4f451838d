import type { ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";

export interface MessagePumpOptions {
  readonly receiver: ServiceBusReceiver;
  /** Messages held at a time: each gives its credit back when it is settled. */
  readonly credit: number;
  /** Works on a message up to its settlement; does not throw. */
  readonly work: (message: ServiceBusReceivedMessage, pump: MessagePump) => Promise<void>;
  readonly onError: (message: string) => void;
}

/**
 * One stretch of receiving, with a link of its own, from the making to `stop`. Not to be taken up again: the client gives
 * back one credit for each message that ends, and those of before would come on top of the new ones.
 */
export class MessagePump {
  readonly receiver: ServiceBusReceiver;
  readonly #subscription: { close(): Promise<void> };
  readonly #inWork = new Set<Promise<void>>();
  /** Resolves when the link has no credit left. Set by `stop`. */
  #drained: Promise<void> | undefined;
  #stopped: Promise<void> | undefined;

  constructor({ receiver, credit, work, onError }: MessagePumpOptions) {
    this.receiver = receiver;
    this.#subscription = receiver.subscribe(
      {
        processMessage: async (message) => {
          const working = work(message, this);
          this.#inWork.add(working);
          await working;
          this.#inWork.delete(working);
        },
        processError: async ({ error, errorSource }) => {
          // A link that was still being opened when it was stopped cannot receive, and need not.
          if (this.#stopped === undefined || errorSource !== "receive") onError(`${errorSource}: ${error.message}`);
        },
      },
      { autoCompleteMessages: false, maxConcurrentCalls: credit },
    );
  }

  get stopping(): boolean {
    return this.#stopped !== undefined;
  }

  /** Takes no more messages at once; resolves when those in work are settled and the link is closed. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async completeMessage(message: ServiceBusReceivedMessage): Promise<void> {
    await this.receiver.completeMessage(message);
  }

  /** Gives a message back. A pump that is stopping has no credit by then, so the message does not come here again. */
  async abandonMessage(message: ServiceBusReceivedMessage): Promise<void> {
    await this.#drained;
    await this.receiver.abandonMessage(message);
  }

  async #stop(): Promise<void> {
    this.#drained = this.#subscription.close();
    await this.#drained;
    while (this.#inWork.size > 0) await Promise.all(this.#inWork);
    await this.receiver.close();
  }
}
