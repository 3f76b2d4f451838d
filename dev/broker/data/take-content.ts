import { composeMessage } from "../amqp/compose-message.ts";
import type { MessageParts } from "../amqp/message-parts.ts";
import { writeRuleConfig } from "../config/rule-config.ts";
import type { Entities } from "../namespace/entities.ts";
import type { Entity } from "../namespace/entity.ts";
import { isDeferred } from "../store/stored-message.ts";
import type { Content, EntityContent } from "./content.ts";

/** What has to be kept of the entities as they are now. A locked message is kept as one whose delivery was in vain. */
export function takeContent(entities: Entities): Content {
  return Object.fromEntries(entities.all().map((entity) => [entity.path, contentOf(entity)]));
}

function contentOf(entity: Entity): EntityContent {
  const { entrance, queue } = entity;
  return {
    lastSequence: (queue?.sequence ?? entrance?.sequence)?.last ?? 0,
    messages: [...(queue?.messages() ?? [])].map((message) => ({
      sequence: message.sequence,
      enqueuedSequence: message.enqueuedSequence,
      enqueuedAtMs: message.enqueuedAtMs,
      expiresAtMs: Number.isFinite(message.expiresAtMs) ? message.expiresAtMs : null,
      ...(message.deadLetterSource === undefined ? {} : { deadLetterSource: message.deadLetterSource }),
      deliveryCount: message.deliveryCount + (message.state.kind === "locked" ? 1 : 0),
      deferred: isDeferred(message),
      hops: message.hops,
      bytes: toBase64(message.parts),
    })),
    scheduled: [...(entrance?.scheduled() ?? [])].map(({ sequence, atMs, parts }) => ({
      sequence,
      atMs,
      bytes: toBase64(parts),
    })),
    duplicates: entrance?.duplicates?.entries() ?? [],
    sessions: sessionsOf(entity),
    ...changesOf(entity),
  };
}

function sessionsOf({ queue }: Entity): EntityContent["sessions"] {
  return [...(queue?.sessions?.all() ?? [])].flatMap(({ id, state }) =>
    state === undefined ? [] : [{ id, state: state.bytes.toString("base64"), updatedAtMs: state.updatedAtMs }],
  );
}

/** Where the entity differs from the configuration. */
function changesOf({ kind, rules, gate, config, made }: Entity): Partial<EntityContent> {
  return {
    ...(gate.isResized && { maxBytes: gate.maxBytes }),
    ...(rules?.isChanged && { rules: rules.all().map(writeRuleConfig) }),
    ...(config !== undefined && gate.status !== config.Properties.Status && { status: gate.status }),
    ...(made !== undefined && kind !== "sub-queue" && { made: { kind, definition: made } }),
  };
}

function toBase64(parts: MessageParts): string {
  const ttlMs = parts.ttlMs ?? Number.POSITIVE_INFINITY;
  return composeMessage(parts, { deliveryCount: 0, ttlMs, annotations: new Map() }).toString("base64");
}
