import { z } from "zod";
import { JsonFile } from "../json-file.ts";
import { composeMessage, type MessageParts, parseMessage } from "./amqp/message-parts.ts";
import type { Entities, Entity } from "./entities.ts";
import { isDeferred } from "./store/stored-message.ts";

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
 * Keeps the messages of a broker across restarts: see `JsonFile` for when they are written. Locks do not outlive the
 * broker; a locked message is ready again, with its delivery counted.
 */
export class DataFile {
  readonly #file: JsonFile<z.infer<typeof Content>>;
  #entities: Entities | undefined;

  constructor(path: string) {
    this.#file = new JsonFile(path, Content, () => this.#content());
  }

  /** Fills the entities. Entities that are no longer configured are dropped with their messages. */
  load(entities: Entities): void {
    this.#entities = entities;
    const content = this.#file.read() ?? {};
    for (const entity of entities.all()) {
      const kept = content[entity.path];
      if (kept !== undefined) restore(entity, kept);
    }
  }

  changed(): void {
    this.#file.changed();
  }

  close(): void {
    this.#file.write();
  }

  #content(): z.infer<typeof Content> {
    const entities = [...(this.#entities?.all() ?? [])];
    return Object.fromEntries(entities.map((entity) => [entity.path, contentOf(entity)]));
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
