import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";
import type { VirtualClock } from "../../clock.ts";
import type { ServiceBusOptions } from "../app-files.ts";
import { entityPath, type ServiceBusFunction } from "../functions.ts";
import type { Invocations } from "../invocations.ts";
import type { Log } from "../log.ts";
import { keepLocked } from "./keep-locked.ts";
import { MessagePump } from "./message-pump.ts";
import { triggerData } from "./trigger-data.ts";

export interface ServiceBusListenerOptions {
  readonly target: ServiceBusFunction;
  readonly client: ServiceBusClient;
  readonly options: ServiceBusOptions;
  readonly clock: VirtualClock;
  readonly invocations: Invocations;
  /** How long a message waits for a worker, in real milliseconds, before it goes back. Zero when none is to come. */
  readonly waitMs: () => number;
  readonly log: Log;
}

/**
 * Receives for one function, in peek-lock mode: success completes the message, failure abandons it, so that it is delivered
 * again at once with a higher count. The JavaScript client grants credit for `maxConcurrentCalls` messages and holds none
 * ahead: `prefetchCount` has no effect here.
 */
export class ServiceBusListener {
  readonly #options: ServiceBusListenerOptions;
  #pump: MessagePump | undefined;
  /** Pumps that were stopped and still have messages in work. */
  readonly #ending = new Set<Promise<void>>();

  constructor(options: ServiceBusListenerOptions) {
    this.#options = options;
  }

  /** Takes messages, for the first time or again. */
  resume(): void {
    this.#pump ??= new MessagePump({
      receiver: this.#createReceiver(),
      maxConcurrentCalls: this.#options.options.maxConcurrentCalls,
      work: (message, pump) => this.#options.invocations.during(() => this.#process(message, pump)),
      onError: (message) => this.#note(message),
    });
  }

  /** Takes no more messages. Those in work go on, and are settled when they end. */
  pause(): void {
    if (this.#pump === undefined) return;
    const ending = this.#pump.stop().catch((error: unknown) => this.#note(String(error)));
    this.#pump = undefined;
    this.#ending.add(ending);
    void ending.then(() => this.#ending.delete(ending));
  }

  /** Like `pause`; resolves when the messages in work are settled and all links are closed. */
  async close(): Promise<void> {
    this.pause();
    await Promise.all(this.#ending);
  }

  #createReceiver(): ServiceBusReceiver {
    const { target, client } = this.#options;
    const settings = {
      receiveMode: "peekLock",
      skipParsingBodyAsJson: true,
      maxAutoLockRenewalDurationInMs: 0,
    } as const;
    const { queueName, topicName = "", subscriptionName = "" } = target;
    return queueName === undefined
      ? client.createReceiver(topicName, subscriptionName, settings)
      : client.createReceiver(queueName, settings);
  }

  async #process(message: ServiceBusReceivedMessage, pump: MessagePump): Promise<void> {
    const { target, options, invocations, waitMs, clock } = this.#options;
    const stopRenewing = keepLocked({
      receiver: pump.receiver,
      message,
      clock,
      upToMs: options.maxAutoLockRenewalDuration,
      onError: (error) => this.#note(`lock of message ${message.messageId} not renewed: ${error}`),
    });
    const succeeded = await invocations.run(target, triggerData(message, target.dataType), waitMs()).then(
      () => true,
      () => false,
    );
    stopRenewing();
    try {
      if (!succeeded) await pump.abandon(message);
      else if (target.autoCompleteMessages ?? options.autoCompleteMessages)
        await pump.receiver.completeMessage(message);
    } catch (error) {
      // The lock is lost, or the link is: Service Bus delivers the message again when the lock has run out.
      this.#note(`message ${message.messageId} was not settled: ${error instanceof Error ? error.message : error}`);
    }
  }

  #note(message: string): void {
    const { target, log } = this.#options;
    log({ level: "error", functionName: target.name, message: `Service Bus ${entityPath(target)}: ${message}` });
  }
}
