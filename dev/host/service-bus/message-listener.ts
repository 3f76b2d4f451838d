import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { Gate } from "../gate.ts";
import { keepLocked } from "./keep-locked.ts";
import { MessagePump } from "./message-pump.ts";
import { type Listening, Receiving, type ReceivingOptions } from "./receiving.ts";
import { Stretches } from "./stretches.ts";
import { triggerData } from "./trigger-data.ts";

/**
 * Receives single messages without sessions, in peek-lock mode: success completes the message, failure abandons it, so
 * that it is delivered again at once with a higher count. `prefetchCount` messages are held beside those in work, and
 * their locks run meanwhile.
 */
export class MessageListener implements Listening {
  readonly #receiving: Receiving;
  readonly #stretches: Stretches<MessagePump>;

  constructor(options: ReceivingOptions) {
    this.#receiving = new Receiving(options);
    this.#stretches = new Stretches(
      () => this.#start(),
      (error) => this.#receiving.note(String(error)),
    );
  }

  resume(): void {
    this.#stretches.resume();
  }

  pause(): void {
    this.#stretches.pause();
  }

  close(): Promise<void> {
    return this.#stretches.close();
  }

  #start(): MessagePump {
    const { maxConcurrentCalls, prefetchCount } = this.#receiving.options.options;
    const gate = new Gate(maxConcurrentCalls);
    return new MessagePump({
      receiver: this.#receiving.createReceiver(),
      credit: maxConcurrentCalls + prefetchCount,
      work: (message, pump) => this.#receiving.options.invocations.during(() => this.#inTurn(message, pump, gate)),
      onError: (message) => this.#receiving.note(message),
    });
  }

  async #inTurn(message: ServiceBusReceivedMessage, pump: MessagePump, gate: Gate): Promise<void> {
    await gate.enter();
    try {
      if (pump.stopping) await this.#receiving.settle([message], false, pump);
      else await this.#process(message, pump);
    } finally {
      gate.leave();
    }
  }

  async #process(message: ServiceBusReceivedMessage, pump: MessagePump): Promise<void> {
    const { target, options, clock } = this.#receiving.options;
    const stopRenewing = keepLocked({
      lockedUntil: () => message.lockedUntilUtc,
      renew: () => pump.receiver.renewMessageLock(message),
      clock,
      upToMs: options.maxAutoLockRenewalDuration,
      onError: (error) => this.#receiving.note(`lock of message ${message.messageId} not renewed: ${error}`),
    });
    const succeeded = await this.#receiving.invoke(triggerData(message, target.dataType));
    stopRenewing();
    await this.#receiving.settle([message], succeeded, pump);
  }
}
