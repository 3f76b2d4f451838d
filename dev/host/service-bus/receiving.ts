import {
  isServiceBusError,
  type ServiceBusClient,
  type ServiceBusReceivedMessage,
  type ServiceBusReceiver,
} from "@azure/service-bus";
import type { VirtualClock } from "../../clock.ts";
import { entityPath, type ServiceBusFunction } from "../functions.ts";
import type { ServiceBusOptions } from "../host-json.ts";
import type { InvocationInput, Invocations } from "../invocations.ts";
import type { Log } from "../log.ts";
import type { ServiceBusClients } from "./service-bus-clients.ts";

/** What receives for one function: taking up again is a new stretch, with links of its own. */
export interface Listening {
  /** Takes messages, for the first time or again. */
  resume(): void;
  /** Takes no more messages. Those in work go on, and are settled when they end. */
  pause(): void;
  /** Like `pause`; resolves when the messages in work are settled and all links are closed. */
  close(): Promise<void>;
}

export interface ReceivingOptions {
  readonly target: ServiceBusFunction;
  readonly clients: ServiceBusClients;
  readonly options: ServiceBusOptions;
  readonly clock: VirtualClock;
  readonly invocations: Invocations;
  /** How long a message waits for a worker, in real milliseconds, before it goes back. Zero when none is to come. */
  readonly waitMs: () => number;
  readonly log: Log;
}

export const receiverOptions = {
  receiveMode: "peekLock",
  skipParsingBodyAsJson: true,
  // The host renews by itself: see keepLocked.
  maxAutoLockRenewalDurationInMs: 0,
} as const;

type Settler = Pick<ServiceBusReceiver, "completeMessage" | "abandonMessage">;

/** What all ways of receiving do with messages: run the function, and settle by how that ended. */
export class Receiving {
  readonly options: ReceivingOptions;
  /** Receives nothing: only settles. Opened when it is first needed. */
  #byLock: ServiceBusReceiver | undefined;

  constructor(options: ReceivingOptions) {
    this.options = options;
  }

  createReceiver(): ServiceBusReceiver {
    return this.#createReceiver(this.options.clients.receiving(this.options.target));
  }

  #createReceiver(client: ServiceBusClient): ServiceBusReceiver {
    const { target } = this.options;
    const { queueName, topicName = "", subscriptionName = "" } = target;
    return queueName === undefined
      ? client.createReceiver(topicName, subscriptionName, receiverOptions)
      : client.createReceiver(queueName, receiverOptions);
  }

  /** Whether the function succeeded. */
  invoke(input: InvocationInput): Promise<boolean> {
    const { target, invocations, waitMs } = this.options;
    return invocations.run(target, input, waitMs()).then(
      () => true,
      () => false,
    );
  }

  /**
   * Success completes, where completing is not left to the function; failure always gives back.
   *
   * @returns whether the link that brought the messages answered
   */
  async settle(
    messages: readonly ServiceBusReceivedMessage[],
    succeeded: boolean,
    receiver: Settler,
  ): Promise<boolean> {
    const { target, options } = this.options;
    if (succeeded && !(target.autoCompleteMessages ?? options.autoCompleteMessages)) return true;
    let answered = true;
    const settling = messages.map(async (message) => {
      try {
        const onUnanswered = () => {
          answered = false;
        };
        await this.#settleOne(message, succeeded ? "completeMessage" : "abandonMessage", receiver, onUnanswered);
      } catch (error) {
        // The lock is lost, or nobody answers: Service Bus delivers the message again when the lock has run out.
        this.note(`message ${message.messageId} was not settled: ${error instanceof Error ? error.message : error}`);
      }
    });
    await Promise.all(settling);
    return answered;
  }

  /** On the link that brought the message; if that does not answer, by the lock alone. */
  async #settleOne(
    message: ServiceBusReceivedMessage,
    how: keyof Settler,
    receiver: Settler,
    onUnanswered: () => void,
  ): Promise<void> {
    try {
      await receiver[how](message);
    } catch (error) {
      const isGone = !isServiceBusError(error) || !error.retryable || this.options.target.isSessionsEnabled;
      if (isGone) throw error;
      onUnanswered();
      this.#byLock ??= this.#createReceiver(this.options.clients.settling(this.options.target));
      await this.#byLock[how](message);
    }
  }

  note(message: string): void {
    const { target, log } = this.options;
    log({ level: "error", functionName: target.name, message: `Service Bus ${entityPath(target)}: ${message}` });
  }
}
