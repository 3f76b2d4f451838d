import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { composeMessage, type MessageParts, parseMessage } from "./amqp/message-parts.ts";
import type { Entities, Entity } from "./entities.ts";
import { isDeferred } from "./store/stored-message.ts";

const WRITE_AFTER_MS = 250;

const Content = z.record(
  z.string(),
  z.object({
    lastSequence: z.number(),
    messages: z.array(
      z.object({
        sequence: z.number(),
        enqueuedSequence: z.number(),
        enqueuedAtMs: z.number(),
        expiresAtMs: z.number().nullable(),
        deadLetterSource: z.string().optional(),
        deliveryCount: z.number(),
        deferred: z.boolean(),
        bytes: z.base64(),
      }),
    ),
    scheduled: z.array(z.object({ sequence: z.number(), atMs: z.number(), bytes: z.base64() })),
    duplicates: z.array(z.tuple([z.string(), z.number()])),
  }),
);
type EntityContent = z.infer<typeof Content>[string];

/**
 * Keeps the messages of a broker across restarts. The whole content is written when the broker closes and at most every
 * 250 ms while it changes: a process that is killed may forget what happened in between, a closed one forgets nothing.
 * Locks do not outlive the broker; a locked message is ready again, with its delivery counted.
 */
export class DataFile {
  readonly #path: string;
  #entities: Entities | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  /** Fills the entities. Entities that are no longer configured are dropped with their messages. */
  load(entities: Entities): void {
    this.#entities = entities;
    if (!existsSync(this.#path)) return;
    const content = Content.parse(JSON.parse(readFileSync(this.#path, "utf8")));
    for (const entity of entities.all()) {
      const kept = content[entity.path];
      if (kept !== undefined) restore(entity, kept);
    }
  }

  changed(): void {
    this.#timer ??= setTimeout(() => this.#write(), WRITE_AFTER_MS);
  }

  close(): void {
    this.#write();
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const content: Record<string, EntityContent> = {};
    for (const entity of this.#entities?.all() ?? []) content[entity.path] = contentOf(entity);
    // Another name first, so that a crash in the middle leaves the last complete file.
    writeFileSync(`${this.#path}.new`, JSON.stringify(content));
    renameSync(`${this.#path}.new`, this.#path);
  }
}

function contentOf({ entrance, queue }: Entity): EntityContent {
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
      bytes: toBase64(message.parts),
    })),
    scheduled: [...(entrance?.scheduled() ?? [])].map(({ sequence, atMs, parts }) => ({
      sequence,
      atMs,
      bytes: toBase64(parts),
    })),
    duplicates: entrance?.duplicates?.entries() ?? [],
  };
}

function restore({ entrance, queue }: Entity, kept: EntityContent): void {
  (queue?.sequence ?? entrance?.sequence)?.continueAfter(kept.lastSequence);
  for (const { bytes, deferred, expiresAtMs, deadLetterSource, ...message } of kept.messages) {
    queue?.restore({
      ...message,
      deadLetterSource,
      expiresAtMs: expiresAtMs ?? Number.POSITIVE_INFINITY,
      parts: parseMessage(Buffer.from(bytes, "base64")),
      state: deferred ? { kind: "deferred" } : { kind: "ready" },
      doubled: false,
    });
  }
  for (const { sequence, atMs, bytes } of kept.scheduled) {
    entrance?.restore({ sequence, atMs, parts: parseMessage(Buffer.from(bytes, "base64")) });
  }
  entrance?.duplicates?.restore(kept.duplicates);
}

function toBase64(parts: MessageParts): string {
  const ttlMs = parts.ttlMs ?? Number.POSITIVE_INFINITY;
  return composeMessage(parts, { deliveryCount: 0, ttlMs, annotations: new Map() }).toString("base64");
}
