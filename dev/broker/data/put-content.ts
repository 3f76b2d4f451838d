import { parseMessage } from "../amqp/message-parts.ts";
import { sessionId } from "../amqp/system-properties.ts";
import { RuleConfig } from "../config/rule-config.ts";
import type { Entities } from "../namespace/entities.ts";
import type { Entity } from "../namespace/entity.ts";
import type { Content, EntityContent } from "./content.ts";

/** Fills fresh entities with what was kept. What belongs to entities that are no longer configured is dropped. */
export function putContent(entities: Entities, content: Content): void {
  for (const [path, { made }] of Object.entries(content)) {
    if (made !== undefined && entities.find(path) === undefined) entities.remake(made.kind, path, made.definition);
  }
  for (const entity of entities.all()) {
    const kept = content[entity.path];
    if (kept !== undefined) put(entity, kept);
  }
}

/** The same entities, rules and settings, and no messages: what a broker without memory has after a restart. */
export function withoutMessages(content: Content): Content {
  const empty = { messages: [], scheduled: [], duplicates: [], sessions: [] };
  return Object.fromEntries(Object.entries(content).map(([path, kept]) => [path, { ...kept, ...empty }]));
}

function put({ entrance, queue, rules, gate }: Entity, kept: EntityContent): void {
  (queue?.sequence ?? entrance?.sequence)?.continueAfter(kept.lastSequence);
  for (const { bytes, deferred, expiresAtMs, deadLetterSource, ...message } of kept.messages) {
    const parts = parseMessage(Buffer.from(bytes, "base64"));
    queue?.restore({
      ...message,
      deadLetterSource,
      expiresAtMs: expiresAtMs ?? Number.POSITIVE_INFINITY,
      sessionId: queue.sessions === undefined ? undefined : sessionId(parts),
      parts,
      state: deferred ? { kind: "deferred" } : { kind: "ready" },
      doubled: false,
    });
  }
  for (const { sequence, atMs, bytes } of kept.scheduled) {
    entrance?.restore({ sequence, atMs, parts: parseMessage(Buffer.from(bytes, "base64")) });
  }
  entrance?.duplicates?.restore(kept.duplicates);
  for (const { id, state, updatedAtMs } of kept.sessions) {
    queue?.sessions?.restoreState(id, { bytes: Buffer.from(state, "base64"), updatedAtMs });
  }
  if (kept.rules !== undefined) rules?.replace(kept.rules.map((rule) => RuleConfig.parse(rule)));
  if (kept.maxBytes !== undefined) gate.maxBytes = kept.maxBytes;
  if (kept.status !== undefined) gate.setStatus(kept.status);
}
