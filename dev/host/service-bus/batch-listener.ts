import type { ServiceBusReceiver } from "@azure/service-bus";
import { batchData } from "./batch-data.ts";
import { ReceiveLoop } from "./receive-loop.ts";
import { type Listening, Receiving, type ReceivingOptions } from "./receiving.ts";
import { Stretches } from "./stretches.ts";
import { fillBatch } from "./take-batch.ts";

const WAIT_MS = 60_000;

/**
 * Receives batches without sessions, one batch at a time. Success completes all of its messages, failure gives all back.
 * As in the real host nothing renews their locks.
 */
export class BatchListener implements Listening {
  readonly #receiving: Receiving;
  readonly #stretches: Stretches<ReceiveLoop>;

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

  #start(): ReceiveLoop {
    let receiver: ServiceBusReceiver | undefined;
    return new ReceiveLoop({
      round: async (signal) => {
        receiver ??= this.#receiving.createReceiver();
        await this.#round(receiver, signal);
      },
      reset: async () => {
        const closing = receiver;
        receiver = undefined;
        await closing?.close();
      },
      onError: (error) => this.#receiving.note(error instanceof Error ? error.message : String(error)),
    });
  }

  async #round(receiver: ServiceBusReceiver, signal: AbortSignal): Promise<void> {
    const { target, invocations, options, clock } = this.#receiving.options;
    const [first] = await receiver.receiveMessages(1, { maxWaitTimeInMs: WAIT_MS, abortSignal: signal });
    if (first === undefined) return;
    await invocations.during(async () => {
      const batch = await fillBatch(first, receiver, options, clock, signal);
      const succeeded = await this.#receiving.invoke(batchData(batch, target.dataType));
      await this.#receiving.settle(batch, succeeded, receiver);
    });
  }
}
