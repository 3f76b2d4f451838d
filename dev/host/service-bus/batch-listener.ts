import type { ServiceBusReceiver } from "@azure/service-bus";
import { batchData } from "./batch-data.ts";
import { ReceiveLoop } from "./receive-loop.ts";
import type { Listening, Receiving, ReceivingOptions } from "./receiving.ts";
import { listening } from "./stretches.ts";
import { fillBatch } from "./take-batch.ts";

const WAIT_MS = 60_000;

/**
 * Receives batches without sessions, one batch at a time. Success completes all of its messages, failure gives all back.
 * As in the real host nothing renews their locks.
 */
export function batchListener(options: ReceivingOptions): Listening {
  return listening(options, start);
}

function start(receiving: Receiving): ReceiveLoop {
  let receiver: ServiceBusReceiver | undefined;
  return new ReceiveLoop({
    round: async (signal) => {
      receiver ??= receiving.createReceiver();
      await round(receiving, receiver, signal);
    },
    reset: async () => {
      const closing = receiver;
      receiver = undefined;
      await closing?.close();
    },
    onError: (error) => receiving.note(error instanceof Error ? error.message : String(error)),
  });
}

async function round(receiving: Receiving, receiver: ServiceBusReceiver, signal: AbortSignal): Promise<void> {
  const { target, invocations, options, clock } = receiving.options;
  const [first] = await receiver.receiveMessages(1, { maxWaitTimeInMs: WAIT_MS, abortSignal: signal });
  if (first === undefined) return;
  await invocations.during(async () => {
    const batch = await fillBatch(first, receiver, options, clock, signal);
    const succeeded = await receiving.invoke(batchData(batch, target.dataType));
    await receiving.settle(batch, succeeded, receiver);
  });
}
