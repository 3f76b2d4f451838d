import { z } from "zod";
import { EntityStatus } from "../config/config.ts";
import { RuleConfig } from "../config/rule-config.ts";

const Message = z.object({
  sequence: z.number(),
  enqueuedSequence: z.number(),
  enqueuedAtMs: z.number(),
  expiresAtMs: z.number().nullable(),
  deadLetterSource: z.string().optional(),
  deliveryCount: z.number(),
  deferred: z.boolean(),
  hops: z.number().default(0),
  bytes: z.base64(),
});

const Session = z.object({ id: z.string(), state: z.base64(), updatedAtMs: z.number() });

/** What is kept of one entity or sub-queue. What is optional here differs from the configuration, or is left out. */
export const EntityContent = z.object({
  lastSequence: z.number(),
  messages: z.array(Message),
  scheduled: z.array(z.object({ sequence: z.number(), atMs: z.number(), bytes: z.base64() })),
  duplicates: z.array(z.tuple([z.string(), z.number()])),
  sessions: z.array(Session).default([]),
  /** Rules in the shape of `Config.json`, once they were changed. */
  rules: z.array(z.custom<z.input<typeof RuleConfig>>((rule) => RuleConfig.safeParse(rule).success)).optional(),
  status: EntityStatus.optional(),
  maxBytes: z.number().optional(),
  /** An entity that was made while the broker ran, and is in no configuration. */
  made: z.object({ kind: z.enum(["queue", "topic", "subscription"]), definition: z.unknown() }).optional(),
});
export type EntityContent = z.output<typeof EntityContent>;

/** Everything a broker keeps, by the path of each entity, in the order in which they were made. */
export const Content = z.record(z.string(), EntityContent);
export type Content = z.output<typeof Content>;
