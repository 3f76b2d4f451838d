import type { MessageParts } from "./amqp/message-parts.ts";
import { parseConfig, type QueueConfig, type SubscriptionConfig, type TopicConfig } from "./config.ts";
import { Entrance } from "./store/entrance.ts";
import { MessageQueue, type Origin, type Surroundings } from "./store/message-queue.ts";
import { Sequence } from "./store/sequence.ts";
import { publish, type Subscription } from "./store/topic.ts";

/** What an address stands for: something to send to, something to receive from, or both. */
export interface Entity {
  readonly path: string;
  readonly entrance: Entrance | undefined;
  readonly queue: MessageQueue | undefined;
}

/** The entities of the namespace, found by address. */
export class Entities {
  readonly #byAddress = new Map<string, Entity>();
  readonly #surroundings: Surroundings;

  /** @throws {Error} when the configuration asks for something this broker does not have */
  constructor(config: unknown, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const namespace = parseConfig(config);
    for (const queue of namespace.Queues) this.#addQueue(queue);
    for (const topic of namespace.Topics) this.#addTopic(topic);
  }

  /** The entity at an AMQP address, upper and lower case alike; undefined when there is none. */
  find(address: string): Entity | undefined {
    return this.#byAddress.get(address.toLowerCase());
  }

  /** Every entity, its sub-queues included, in the order of the configuration. */
  all(): IterableIterator<Entity> {
    return this.#byAddress.values();
  }

  stop(): void {
    for (const { entrance, queue } of this.all()) {
      entrance?.stop();
      queue?.stop();
    }
  }

  #addQueue({ Name, Properties }: QueueConfig): void {
    const sequence = new Sequence();
    const queue = this.#receiving(Name, Properties, Properties.DefaultMessageTimeToLive, sequence);
    const entrance = this.#entrance(Name, Properties, sequence, {
      enqueue: (parts, origin) => queue.add(parts, origin),
      pump: () => queue.pump(),
    });
    this.#add({ path: Name, entrance, queue });
    this.#addSubQueues(queue);
  }

  #addTopic({ Name, Properties, Subscriptions }: TopicConfig): void {
    const sequence = new Sequence();
    const subscriptions = Subscriptions.map((subscription) => this.#subscription(Name, Properties, subscription));
    const entrance = this.#entrance(Name, Properties, sequence, {
      enqueue: (parts, origin) =>
        publish(subscriptions, parts, { ...origin, enqueuedSequence: origin.enqueuedSequence ?? sequence.next() }),
      pump: () => {
        for (const { queue } of subscriptions) queue.pump();
      },
    });
    this.#add({ path: Name, entrance, queue: undefined });
    for (const { queue } of subscriptions) {
      this.#add({ path: queue.settings.path, entrance: undefined, queue });
      this.#addSubQueues(queue);
    }
  }

  #subscription(
    topic: string,
    topicProperties: TopicConfig["Properties"],
    { Name, Properties, Rules }: SubscriptionConfig,
  ): Subscription {
    // The shorter of both lives holds, as in the real service.
    const ttlMs = Math.min(
      Properties.DefaultMessageTimeToLive ?? Number.POSITIVE_INFINITY,
      topicProperties.DefaultMessageTimeToLive ?? Number.POSITIVE_INFINITY,
    );
    const queue = this.#receiving(`${topic}/Subscriptions/${Name}`, Properties, ttlMs, new Sequence());
    const filters = Rules.map((rule) => rule.Properties.CorrelationFilter);
    return { queue, filters: filters.length === 0 ? undefined : filters };
  }

  #entrance(
    path: string,
    properties: { RequiresDuplicateDetection: boolean; DuplicateDetectionHistoryTimeWindow: number },
    sequence: Sequence,
    into: { enqueue: (parts: MessageParts, origin: Origin) => void; pump: () => void },
  ): Entrance {
    return new Entrance({
      path,
      duplicateWindowMs: properties.RequiresDuplicateDetection
        ? properties.DuplicateDetectionHistoryTimeWindow
        : undefined,
      sequence,
      surroundings: this.#surroundings,
      ...into,
    });
  }

  #receiving(
    path: string,
    properties: SubscriptionConfig["Properties"],
    defaultTtlMs = Number.POSITIVE_INFINITY,
    sequence: Sequence,
  ): MessageQueue {
    const settings = {
      lockMs: properties.LockDuration,
      maxDeliveryCount: properties.MaxDeliveryCount,
      defaultTtlMs,
      deadLetterOnExpiry: properties.DeadLetteringOnMessageExpiration,
    };
    const deadLetters = this.#subQueue(`${path}/$DeadLetterQueue`, properties.LockDuration);
    return new MessageQueue({ path, ...settings }, sequence, this.#surroundings, deadLetters);
  }

  #subQueue(path: string, lockMs: number): MessageQueue {
    const settings = {
      path,
      lockMs,
      maxDeliveryCount: Number.POSITIVE_INFINITY,
      defaultTtlMs: Number.POSITIVE_INFINITY,
      deadLetterOnExpiry: false,
    };
    return new MessageQueue(settings, new Sequence(), this.#surroundings, undefined);
  }

  /** The transfer sub-queue exists, and stays empty because nothing is forwarded here. */
  #addSubQueues({ settings, deadLetters }: MessageQueue): void {
    if (deadLetters === undefined) return;
    this.#add({ path: deadLetters.settings.path, entrance: undefined, queue: deadLetters });
    const transfer = `${settings.path}/$Transfer/$DeadLetterQueue`;
    this.#add({ path: transfer, entrance: undefined, queue: this.#subQueue(transfer, settings.lockMs) });
  }

  #add(entity: Entity): void {
    const key = entity.path.toLowerCase();
    if (this.#byAddress.has(key)) {
      throw new Error(`The broker cannot use this Config.json: "${entity.path}" is configured twice`);
    }
    this.#byAddress.set(key, entity);
  }
}
