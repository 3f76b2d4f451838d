import { entityNotFound } from "../amqp/refusal.ts";
import { parseConfig, QueueConfig, SubscriptionConfig, TopicConfig, unusable } from "../config/config.ts";
import type { ForwardTarget } from "../store/forwarder.ts";
import type { Surroundings } from "../store/surroundings.ts";
import type { Entity } from "./entity.ts";
import { type Makers, queueEntities, subscriptionEntities, topicEntity } from "./make-entities.ts";

export type MadeKind = Exclude<Entity["kind"], "sub-queue">;

/** A name is taken. */
export class EntityExistsError extends Error {
  override readonly name = "EntityExistsError";
}

/** The entities of the namespace, found by address. They may come and go while the broker runs. */
export class Entities {
  readonly name: string;
  readonly #byAddress = new Map<string, Entity>();
  readonly #surroundings: Surroundings;

  /** @throws {Error} when the configuration asks for something this broker does not have */
  constructor(config: unknown, surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const namespace = parseConfig(config);
    this.name = namespace.Name;
    try {
      for (const queue of namespace.Queues) this.addQueue(queue);
      for (const topic of namespace.Topics) this.addTopic(topic);
      for (const entity of this.all()) this.#checkTargets(entity);
    } catch (error) {
      throw unusable(error instanceof Error ? error.message : String(error));
    }
  }

  /** The entity at an AMQP address, upper and lower case alike; undefined when there is none. */
  find(address: string): Entity | undefined {
    return this.#byAddress.get(address.toLowerCase());
  }

  /** Every entity with its sub-queues, in the order in which they were made. */
  all(): Entity[] {
    return [...this.#byAddress.values()];
  }

  /** @throws {EntityExistsError} */
  addQueue(queue: QueueConfig, made?: unknown): void {
    this.#add(queueEntities(queue, this.#makers(made)));
  }

  /** @throws {EntityExistsError} */
  addTopic(topic: TopicConfig, made?: unknown): void {
    this.#add([topicEntity(topic, this.#makers(made))]);
    for (const subscription of topic.Subscriptions) this.addSubscription(topic.Name, subscription, made);
  }

  /** @throws {EntityExistsError} @throws {RangeError} when there is no such topic */
  addSubscription(topic: string, subscription: SubscriptionConfig, made?: unknown): void {
    const entity = this.find(topic);
    if (entity?.topic === undefined) throw new RangeError(`There is no topic "${topic}"`);
    const { entities, subscription: joining } = subscriptionEntities(entity, subscription, this.#makers(made));
    this.#add(entities);
    entity.topic.join(joining);
  }

  /**
   * Makes an entity while the broker runs. A data file remembers it.
   *
   * @param definition in the shape of `Config.json`
   * @throws {EntityExistsError} @throws {RangeError} when what it refers to does not exist
   */
  make(kind: MadeKind, path: string, definition: unknown): void {
    this.remake(kind, path, definition);
    const made = this.find(path);
    if (made === undefined) return;
    try {
      this.#checkTargets(made);
    } catch (error) {
      this.remove(made);
      throw error;
    }
  }

  /** As `make`, for what a data file remembers: what it forwards to may come later. */
  remake(kind: MadeKind, path: string, definition: unknown): void {
    if (kind === "queue") this.addQueue(QueueConfig.parse(definition), definition);
    else if (kind === "topic") this.addTopic(TopicConfig.parse(definition), definition);
    else this.addSubscription(topicOf(path), SubscriptionConfig.parse(definition), definition);
  }

  /** An entity with its sub-queues and, for a topic, its subscriptions with theirs. */
  withParts(entity: Entity): Entity[] {
    const subscriptions = `${entity.path.toLowerCase()}/subscriptions/`;
    const isPart = ({ gate, path }: Entity) =>
      gate === entity.gate || (entity.kind === "topic" && path.toLowerCase().startsWith(subscriptions));
    return this.all().filter(isPart);
  }

  /** Deletes an entity with its messages, its sub-queues and, for a topic, its subscriptions. */
  remove(entity: Entity): void {
    for (const other of this.withParts(entity)) {
      this.#byAddress.delete(other.path.toLowerCase());
      other.gate.closeForGood(entityNotFound(other.path));
      stop(other);
    }
    if (entity.kind === "subscription") this.find(topicOf(entity.path))?.topic?.leave(nameOf(entity.path));
    this.#surroundings.changed();
  }

  stop(): void {
    for (const entity of this.all()) stop(entity);
  }

  #makers(made: unknown): Makers {
    return { surroundings: this.#surroundings, made, target: (path: string) => this.#target(path) };
  }

  #target(path: string): ForwardTarget {
    const entity = this.find(path);
    if (entity?.entrance === undefined) return `The queue or topic "${path}" does not exist.`;
    return entity.gate.refusal("send")?.description ?? entity.entrance;
  }

  #checkTargets({ path, forwardsTo, deadLettersTo }: Entity): void {
    for (const [name, to] of Object.entries({ ForwardTo: forwardsTo, ForwardDeadLetteredMessagesTo: deadLettersTo })) {
      if (to === undefined) continue;
      if (to.toLowerCase() === path.toLowerCase()) throw new RangeError(`${name} of "${path}" leads to itself`);
      if (this.find(to)?.entrance === undefined) {
        throw new RangeError(`${name} of "${path}": there is no queue or topic "${to}"`);
      }
    }
  }

  #add(entities: readonly Entity[]): void {
    for (const { path } of entities) {
      if (this.find(path) !== undefined) throw new EntityExistsError(`"${path}" is configured twice`);
    }
    for (const entity of entities) this.#byAddress.set(entity.path.toLowerCase(), entity);
    this.#surroundings.changed();
  }
}

function stop({ entrance, queue }: Entity): void {
  entrance?.stop();
  queue?.stop();
}

/** `steps` of `steps/Subscriptions/block-sign-in`. */
export function topicOf(path: string): string {
  return path.slice(0, path.toLowerCase().lastIndexOf("/subscriptions/"));
}

/** `block-sign-in` of `steps/Subscriptions/block-sign-in`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
