import { isServiceBusError, type ServiceBusReceivedMessage, type ServiceBusSessionReceiver } from "@azure/service-bus";
import { batchData } from "./batch-data.ts";
import { keepLocked } from "./keep-locked.ts";
import { ReceiveLoop } from "./receive-loop.ts";
import { type Listening, type Receiving, type ReceivingOptions, receiverOptions } from "./receiving.ts";
import { listening, type Stretch } from "./stretches.ts";
import { fillBatch } from "./take-batch.ts";
import { triggerData } from "./trigger-data.ts";

/**
 * Receives from sessions: up to `maxConcurrentSessions` at a time, in each one message after another; batches from one
 * session at a time. A session without messages for `sessionIdleTimeout` is let go, and the next one taken.
 */
export function sessionListener(options: ReceivingOptions): Listening {
  return listening(options, start);
}

function start(receiving: Receiving): Stretch {
  const { target, options } = receiving.options;
  const size = target.cardinality === "many" ? 1 : options.maxConcurrentSessions;
  const loops = Array.from({ length: size }, () => loop(receiving));
  return { stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) };
}

function loop(receiving: Receiving): ReceiveLoop {
  let session: ServiceBusSessionReceiver | undefined;
  const letGo = async () => {
    const closing = session;
    session = undefined;
    await closing?.close();
  };
  return new ReceiveLoop({
    round: async (signal) => {
      session = await accept(receiving, signal);
      if (session !== undefined) await serve(receiving, session, signal);
      await letGo();
    },
    reset: letGo,
    onError: (error) => receiving.note(error instanceof Error ? error.message : String(error)),
  });
}

/** The next session that has messages and nobody holds; undefined when there is none for a while. */
async function accept(receiving: Receiving, abortSignal: AbortSignal): Promise<ServiceBusSessionReceiver | undefined> {
  const { target, clients } = receiving.options;
  const client = clients.receiving(target);
  const { queueName, topicName = "", subscriptionName = "" } = target;
  const given = { ...receiverOptions, abortSignal };
  try {
    if (queueName !== undefined) return await client.acceptNextSession(queueName, given);
    return await client.acceptNextSession(topicName, subscriptionName, given);
  } catch (error) {
    if (isServiceBusError(error) && error.code === "ServiceTimeout") return undefined;
    throw error;
  }
}

async function serve(
  receiving: Receiving,
  session: ServiceBusSessionReceiver,
  abortSignal: AbortSignal,
): Promise<void> {
  const { invocations, options } = receiving.options;
  const maxWaitTimeInMs = options.sessionIdleTimeout ?? options.clientRetryOptions.tryTimeout;
  while (!abortSignal.aborted) {
    const [first] = await session.receiveMessages(1, { maxWaitTimeInMs, abortSignal });
    if (first === undefined) return;
    await invocations.during(() => work(receiving, first, session, abortSignal));
  }
}

async function work(
  receiving: Receiving,
  first: ServiceBusReceivedMessage,
  session: ServiceBusSessionReceiver,
  signal: AbortSignal,
): Promise<void> {
  const { target, options, clock } = receiving.options;
  if (target.cardinality === "many") {
    const batch = await fillBatch(first, session, options, clock, signal);
    const succeeded = await receiving.invoke(batchData(batch, target.dataType));
    await receiving.settle(batch, succeeded, session);
    return;
  }
  const stopRenewing = keepLocked({
    lockedUntil: () => session.sessionLockedUntilUtc,
    renew: () => session.renewSessionLock(),
    clock,
    upToMs: options.maxAutoLockRenewalDuration,
    onError: (error) => receiving.note(`lock of session ${session.sessionId} not renewed: ${error}`),
  });
  const succeeded = await receiving.invoke(triggerData(first, target.dataType));
  stopRenewing();
  await receiving.settle([first], succeeded, session);
}
