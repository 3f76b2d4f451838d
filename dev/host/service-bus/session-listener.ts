import { isServiceBusError, type ServiceBusReceivedMessage, type ServiceBusSessionReceiver } from "@azure/service-bus";
import { batchData } from "./batch-data.ts";
import { keepLocked } from "./keep-locked.ts";
import { ReceiveLoop } from "./receive-loop.ts";
import { type Listening, Receiving, type ReceivingOptions, receiverOptions } from "./receiving.ts";
import { type Stretch, Stretches } from "./stretches.ts";
import { fillBatch } from "./take-batch.ts";
import { triggerData } from "./trigger-data.ts";

/**
 * Receives from sessions: up to `maxConcurrentSessions` at a time, in each one message after another; batches from one
 * session at a time. A session without messages for `sessionIdleTimeout` is let go, and the next one taken.
 */
export class SessionListener implements Listening {
  readonly #receiving: Receiving;
  readonly #stretches: Stretches<Stretch>;

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

  #start(): Stretch {
    const { target, options } = this.#receiving.options;
    const size = target.cardinality === "many" ? 1 : options.maxConcurrentSessions;
    const loops = Array.from({ length: size }, () => this.#loop());
    return { stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))) };
  }

  #loop(): ReceiveLoop {
    let session: ServiceBusSessionReceiver | undefined;
    const letGo = async () => {
      const closing = session;
      session = undefined;
      await closing?.close();
    };
    return new ReceiveLoop({
      round: async (signal) => {
        session = await this.#accept(signal);
        if (session !== undefined) await this.#serve(session, signal);
        await letGo();
      },
      reset: letGo,
      onError: (error) => this.#receiving.note(error instanceof Error ? error.message : String(error)),
    });
  }

  /** The next session that has messages and nobody holds; undefined when there is none for a while. */
  async #accept(abortSignal: AbortSignal): Promise<ServiceBusSessionReceiver | undefined> {
    const { target, clients } = this.#receiving.options;
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

  async #serve(session: ServiceBusSessionReceiver, abortSignal: AbortSignal): Promise<void> {
    const { invocations, options } = this.#receiving.options;
    const maxWaitTimeInMs = options.sessionIdleTimeout ?? options.clientRetryOptions.tryTimeout;
    while (!abortSignal.aborted) {
      const [first] = await session.receiveMessages(1, { maxWaitTimeInMs, abortSignal });
      if (first === undefined) return;
      await invocations.during(() => this.#work(first, session, abortSignal));
    }
  }

  async #work(
    first: ServiceBusReceivedMessage,
    session: ServiceBusSessionReceiver,
    signal: AbortSignal,
  ): Promise<void> {
    const { target, options, clock } = this.#receiving.options;
    if (target.cardinality === "many") {
      const batch = await fillBatch(first, session, options, clock, signal);
      const succeeded = await this.#receiving.invoke(batchData(batch, target.dataType));
      return await this.#receiving.settle(batch, succeeded, session);
    }
    const stopRenewing = keepLocked({
      lockedUntil: () => session.sessionLockedUntilUtc,
      renew: () => session.renewSessionLock(),
      clock,
      upToMs: options.maxAutoLockRenewalDuration,
      onError: (error) => this.#receiving.note(`lock of session ${session.sessionId} not renewed: ${error}`),
    });
    const succeeded = await this.#receiving.invoke(triggerData(first, target.dataType));
    stopRenewing();
    await this.#receiving.settle([first], succeeded, session);
  }
}
