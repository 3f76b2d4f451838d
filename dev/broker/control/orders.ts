import { z } from "zod";
import { EntityStatus } from "../config/config.ts";

const Condition = { condition: z.string().min(1), description: z.string().optional() };
const Fault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("lose-answer") }),
  z.strictObject({ kind: z.literal("reject"), ...Condition }),
  z.strictObject({ kind: z.literal("delay"), ms: z.number().nonnegative() }),
  z.strictObject({ kind: z.literal("drop-connection"), when: z.enum(["before", "after"]) }),
  z.strictObject({ kind: z.literal("expire-lock") }),
  z.strictObject({ kind: z.literal("deliver-twice") }),
  z.strictObject({ kind: z.literal("shuffle"), seed: z.int(), withinMs: z.number().nonnegative().optional() }),
]);

/** What the message of an operation has to be like: all of what is named. */
const Where = z.strictObject({
  messageId: z.string().optional(),
  /** Exactly as many deliveries before this one. */
  deliveryCount: z.int().nonnegative().optional(),
  applicationProperties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});
export type Where = z.output<typeof Where>;

/** What `POST /faults` takes: a rule as `FaultRule` has it, but with data in place of a function; or whom to forget. */
export const FaultOrder = z.union([
  z.strictObject({
    at: z.enum(["authorize", "attach", "send", "deliver", "settle", "manage"]),
    fault: Fault,
    entity: z.string().optional(),
    operation: z.string().optional(),
    where: Where.optional(),
    nth: z.int().positive().optional(),
    times: z.int().positive().optional(),
  }),
  z.strictObject({ remove: z.int().positive() }),
  z.strictObject({ clear: z.literal(true) }),
]);
export type FaultOrder = z.output<typeof FaultOrder>;

/** One entity with its sub-queues; every entity when left out. */
export const EntityOrder = z.strictObject({ entity: z.string().optional() });

export const LimitsOrder = z.strictObject({
  entity: z.string(),
  status: EntityStatus.optional(),
  /** Sends are refused when the entity holds as much. */
  maxBytes: z.int().nonnegative().optional(),
});

export const RestartOrder = z.strictObject({ memory: z.enum(["kept", "lost"]) });

export const ClockOrder = z.strictObject({ advanceMs: z.number().nonnegative() });
