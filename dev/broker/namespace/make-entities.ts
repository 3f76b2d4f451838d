import type { QueueConfig, SubscriptionConfig, TopicConfig } from "../config/config.ts";
import { DEFAULT_RULE, Rules } from "../rules/rules.ts";
import { Entrance } from "../store/entrance.ts";
import type { ForwardTarget } from "../store/forwarder.ts";
import { Sequence } from "../store/sequence.ts";
import type { Surroundings } from "../store/surroundings.ts";
import { type Subscription, Topic } from "../store/topic.ts";
import type { Entity } from "./entity.ts";
import { Gate } from "./gate.ts";
import { type Receiving, receiving } from "./receiving.ts";

const BYTES_PER_MEGABYTE = 1024 * 1024;

/** What every maker needs besides the settings. */
export interface Makers {
  readonly surroundings: Surroundings;
  /** See `Entity.made`. */
  readonly made: unknown;
  /** Finds where a forwarder leads. */
  readonly target: (path: string) => ForwardTarget;
}

/** A queue with its sub-queues. */
export function queueEntities(config: QueueConfig, makers: Makers): Entity[] {
  const { Name, Properties } = config;
  const { surroundings, target } = makers;
  const sequence = new Sequence();
  const ttlMs = Properties.DefaultMessageTimeToLive ?? Number.POSITIVE_INFINITY;
  const parts = receiving(Name, Properties, ttlMs, sequence, surroundings, target);
  const entrance = new Entrance({
    path: Name,
    duplicateWindowMs: windowMs(Properties),
    sequence,
    surroundings,
    into: parts.sink,
    passesOn: Properties.ForwardTo !== undefined,
  });
  const gate = new Gate(Name, Properties.Status, Properties.MaxSizeInMegabytes * BYTES_PER_MEGABYTE);
  const entity = { kind: "queue" as const, path: Name, gate, entrance, config, ...made(makers) };
  return withSubQueues({ ...entity, ...leads(Properties) }, parts);
}

/** A topic, yet without its subscriptions. */
export function topicEntity(config: TopicConfig, makers: Makers): Entity {
  const { Name, Properties } = config;
  const topic = new Topic();
  const entrance = new Entrance({
    path: Name,
    duplicateWindowMs: windowMs(Properties),
    sequence: new Sequence(),
    surroundings: makers.surroundings,
    into: topic,
    passesOn: true,
  });
  const gate = new Gate(Name, Properties.Status, Properties.MaxSizeInMegabytes * BYTES_PER_MEGABYTE);
  return { kind: "topic", path: Name, gate, entrance, topic, config, ...made(makers) };
}

/** A subscription with its sub-queues, and what has to join its topic. */
export function subscriptionEntities(
  topic: Entity,
  config: SubscriptionConfig,
  makers: Makers,
): { readonly entities: Entity[]; readonly subscription: Subscription } {
  const { Name, Properties } = config;
  const path = `${topic.path}/Subscriptions/${Name}`;
  const { surroundings, target } = makers;
  const parts = receiving(path, Properties, ttlOf(topic, Properties), new Sequence(), surroundings, target);
  const rules = new Rules(path, config.Rules.length === 0 ? [DEFAULT_RULE] : config.Rules, surroundings.changed);
  const gate = new Gate(path, Properties.Status, topic.gate.maxBytes);
  const entity = { kind: "subscription" as const, path, gate, rules, config, ...made(makers) };
  const entities = withSubQueues({ ...entity, ...leads(Properties) }, parts);
  return { entities, subscription: { name: Name, rules, sink: parts.sink } };
}

/** The shorter of both lives holds, as in the real service. */
function ttlOf({ config }: Entity, { DefaultMessageTimeToLive }: SubscriptionConfig["Properties"]): number {
  return Math.min(
    DefaultMessageTimeToLive ?? Number.POSITIVE_INFINITY,
    config?.Properties.DefaultMessageTimeToLive ?? Number.POSITIVE_INFINITY,
  );
}

function windowMs(properties: QueueConfig["Properties"] | TopicConfig["Properties"]): number | undefined {
  return properties.RequiresDuplicateDetection ? properties.DuplicateDetectionHistoryTimeWindow : undefined;
}

function leads({ ForwardTo, ForwardDeadLetteredMessagesTo }: SubscriptionConfig["Properties"]) {
  return { forwardsTo: ForwardTo, deadLettersTo: ForwardDeadLetteredMessagesTo };
}

function made({ surroundings, made }: Makers) {
  return { createdAtMs: surroundings.clock.now(), ...(made === undefined ? {} : { made }) };
}

function withSubQueues(entity: Entity, { queue, deadLetters, transferDeadLetters }: Receiving): Entity[] {
  const subQueues = [deadLetters, transferDeadLetters].map((subQueue): Entity => {
    const { gate, createdAtMs } = entity;
    return { kind: "sub-queue", path: subQueue.settings.path, gate, queue: subQueue, createdAtMs };
  });
  return [{ ...entity, queue, deadLetters, transferDeadLetters }, ...subQueues];
}
