import { z } from "zod";
import { laggingProperties, type TenantFaults } from "../faults.ts";

const When = z.enum(["before", "after"]);
const Match = z
  .strictObject({
    method: z.string(),
    /** Source of a regular expression. */
    path: z.string().transform((source) => new RegExp(source)),
    cmdlet: z.string(),
    nth: z.int().positive(),
    every: z.int().positive(),
    probability: z.number().min(0).max(1),
    seed: z.int(),
  })
  .partial();
const Action = z.union([
  z.strictObject({ status: z.int().min(400).max(599), retryAfterSeconds: z.number().optional(), when: When }),
  z.strictObject({ cut: When }),
  z.strictObject({ delayMs: z.number().nonnegative() }),
  z.strictObject({ hang: z.literal(true) }),
]);

/** What `POST /faults` takes: a rule, a lag, or the order to forget all of them. */
export const FaultOrder = z.union([
  z.strictObject({ match: Match.default({}), action: Action, times: z.int().positive().optional() }),
  z.strictObject({ lag: z.strictObject({ property: z.enum(laggingProperties), ms: z.number().nonnegative() }) }),
  z.strictObject({ clear: z.literal(true) }),
]);

export const LatencyOrder = z.strictObject({ ms: z.number().nonnegative() });
export const AdvanceOrder = z.strictObject({ ms: z.number().nonnegative() });
export const TerminateOrder = z.strictObject({ lastDay: z.iso.date(), type: z.string().optional() });

/** Carries out an order for faults. */
export function orderFault(faults: TenantFaults, order: z.infer<typeof FaultOrder>): void {
  if ("clear" in order) faults.clear();
  else if ("lag" in order) faults.lag(order.lag.property, order.lag.ms);
  else faults.add(order);
}
