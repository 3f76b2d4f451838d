import type { SubscriptionConfig } from "../config/config.ts";
import { Forwarder, type ForwardTarget } from "../store/forwarder.ts";
import { MessageQueue } from "../store/message-queue.ts";
import { Sequence } from "../store/sequence.ts";
import type { Sink } from "../store/sink.ts";
import type { Surroundings } from "../store/surroundings.ts";

/** The queues behind something that is received from. */
export interface Receiving {
  readonly queue: MessageQueue;
  readonly deadLetters: MessageQueue;
  readonly transferDeadLetters: MessageQueue;
  /** What takes new messages: the queue, or what forwards them. */
  readonly sink: Sink;
}

/** Makes the queue of an entity with its sub-queues, and what leads from them to other entities. */
export function receiving(
  path: string,
  properties: SubscriptionConfig["Properties"],
  defaultTtlMs: number,
  sequence: Sequence,
  surroundings: Surroundings,
  target: (path: string) => ForwardTarget,
): Receiving {
  const subQueue = (name: string) =>
    new MessageQueue(
      {
        path: `${path}/${name}`,
        lockMs: properties.LockDuration,
        maxDeliveryCount: Number.POSITIVE_INFINITY,
        defaultTtlMs: Number.POSITIVE_INFINITY,
        deadLetterOnExpiry: false,
        requiresSession: false,
      },
      new Sequence(),
      surroundings,
      undefined,
    );
  const deadLetters = subQueue("$DeadLetterQueue");
  const transferDeadLetters = subQueue("$Transfer/$DeadLetterQueue");
  const forwarder = (to: string) => new Forwarder(path, () => target(to), transferDeadLetters);
  const { ForwardTo, ForwardDeadLetteredMessagesTo } = properties;
  const queue = new MessageQueue(
    {
      path,
      lockMs: properties.LockDuration,
      maxDeliveryCount: properties.MaxDeliveryCount,
      defaultTtlMs,
      deadLetterOnExpiry: properties.DeadLetteringOnMessageExpiration,
      requiresSession: properties.RequiresSession,
    },
    sequence,
    surroundings,
    ForwardDeadLetteredMessagesTo === undefined ? deadLetters : forwarder(ForwardDeadLetteredMessagesTo),
  );
  return {
    queue,
    deadLetters,
    transferDeadLetters,
    sink: ForwardTo === undefined ? queue : forwarder(ForwardTo),
  };
}
