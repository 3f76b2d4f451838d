import { applicationProperties } from "./amqp/application-properties.ts";
import { bodyText } from "./amqp/body-text.ts";
import type { MessageParts } from "./amqp/message-parts.ts";
import { messageId, sessionId } from "./amqp/system-properties.ts";
import type { Entities } from "./namespace/entities.ts";
import type { Entity } from "./namespace/entity.ts";
import { isDeferred } from "./store/stored-message.ts";

export interface EntityCounts {
  /** Ready or locked. */
  readonly active: number;
  readonly scheduled: number;
  readonly deferred: number;
  readonly deadLettered: number;
  /** Dead-lettered because they could not be forwarded. */
  readonly transferDeadLettered: number;
}

export interface DumpedMessage {
  /** Path as in `Config.json`, with `/$DeadLetterQueue` for messages there. */
  readonly entity: string;
  readonly state: "ready" | "locked" | "deferred" | "scheduled";
  readonly messageId: string;
  readonly sessionId?: string;
  readonly body: string;
  readonly applicationProperties: Record<string, unknown>;
}

/** Messages of every entity; those of sub-queues are counted with the entity they belong to. */
export function countAll(entities: Entities): Record<string, EntityCounts> {
  const own = entities.all().filter(({ kind }) => kind !== "sub-queue");
  return Object.fromEntries(own.map((entity) => [entity.path, countsOf(entity)]));
}

export function countsOf({ entrance, queue, deadLetters, transferDeadLetters }: Entity): EntityCounts {
  let deferred = 0;
  for (const message of queue?.messages() ?? []) {
    if (isDeferred(message)) deferred += 1;
  }
  return {
    active: (queue?.size ?? 0) - deferred,
    scheduled: entrance?.scheduledCount ?? 0,
    deferred,
    deadLettered: deadLetters?.size ?? 0,
    transferDeadLettered: transferDeadLetters?.size ?? 0,
  };
}

/** When the scheduled messages of all entities are due, in epoch milliseconds of the broker's clock, ascending. */
export function scheduledTimes(entities: Entities): number[] {
  const times = entities.all().flatMap(({ entrance }) => [...(entrance?.scheduled() ?? [])].map(({ atMs }) => atMs));
  return times.sort((a, b) => a - b);
}

/** Every message stored at this moment. */
export function dumpAll(entities: Entities): DumpedMessage[] {
  const dumped: DumpedMessage[] = [];
  for (const { path, entrance, queue } of entities.all()) {
    for (const { parts, state } of queue?.messages() ?? []) {
      if (state.kind !== "gone") dumped.push({ entity: path, state: state.kind, ...describe(parts) });
    }
    for (const { parts } of entrance?.scheduled() ?? []) {
      dumped.push({ entity: path, state: "scheduled", ...describe(parts) });
    }
  }
  return dumped;
}

function describe(parts: MessageParts): Omit<DumpedMessage, "entity" | "state"> {
  const session = sessionId(parts);
  return {
    messageId: messageId(parts),
    ...(session === undefined ? {} : { sessionId: session }),
    body: bodyText(parts),
    applicationProperties: applicationProperties(parts),
  };
}

export interface EntityDescription extends EntityCounts {
  readonly path: string;
  readonly kind: "queue" | "topic" | "subscription";
  readonly status: string;
  readonly heldBytes: number;
  readonly maxBytes: number;
  readonly requiresSession: boolean;
  readonly forwardsTo?: string;
  readonly rules?: readonly string[];
}

/** Every entity with what is in it and how it stands. */
export function describeEntities(entities: Entities): EntityDescription[] {
  return entities.all().flatMap((entity) => {
    const { path, kind, gate, queue, rules, forwardsTo } = entity;
    if (kind === "sub-queue") return [];
    const description = {
      path,
      kind,
      status: gate.status,
      heldBytes: heldBytes(entity),
      maxBytes: gate.maxBytes,
      requiresSession: queue?.sessions !== undefined,
      ...(forwardsTo !== undefined && { forwardsTo }),
      ...(rules !== undefined && { rules: rules.all().map(({ name }) => name) }),
      ...countsOf(entity),
    };
    return [description];
  });
}

/** Bytes stored in an entity, its sub-queues included; for a topic, in its subscriptions. */
export function heldBytes({ queue, deadLetters, transferDeadLetters, topic }: Entity): number {
  const subQueues = (deadLetters?.bytes ?? 0) + (transferDeadLetters?.bytes ?? 0);
  return (queue?.bytes ?? 0) + (topic?.bytes ?? 0) + subQueues;
}
