import { z } from "zod";
import type { FaultAction, TenantFaults } from "../faults.ts";
import { services } from "../throttling/services.ts";

const When = z.enum(["before", "after"]);
const Share = z.number().min(0).max(1);
const Match = z
  .strictObject({
    method: z.string(),
    /** Source of a regular expression. */
    path: z.string().transform((source) => new RegExp(source)),
    cmdlet: z.string(),
    nth: z.int().positive(),
    every: z.int().positive(),
    probability: Share,
    seed: z.int(),
  })
  .partial();
const Action: z.ZodType<FaultAction> = z.union([
  z.strictObject({ status: z.int().min(400).max(599), retryAfterSeconds: z.number().optional(), when: When }),
  z.strictObject({ cut: When }),
  z.strictObject({ delayMs: z.number().nonnegative() }),
  z.strictObject({ hang: z.union([z.literal(true), z.literal("after")]) }),
]);

/** What `POST /faults` takes: a rule, a share of all requests, a lag, or the order to forget all of them. */
export const FaultOrder = z.union([
  z.strictObject({
    match: Match.default({}),
    action: z.union([Action, z.array(Action).min(1)]),
    times: z.int().positive().optional(),
  }),
  z.strictObject({
    share: Share,
    seed: z.int().optional(),
    actions: z.array(Action).min(1).optional(),
    match: Match.omit({ probability: true, seed: true }).optional(),
  }),
  z.strictObject({ lag: z.strictObject({ property: z.string(), ms: z.number().nonnegative() }) }),
  z.strictObject({ clear: z.literal(true) }),
]);

/** Carries out an order for faults. */
export function orderFault(faults: TenantFaults, order: z.infer<typeof FaultOrder>): void {
  if ("clear" in order) faults.clear();
  else if ("lag" in order) faults.lag(order.lag.property, order.lag.ms);
  else if ("share" in order) faults.share(order);
  else faults.add(order);
}

/** What `POST /notifications` takes: disorder, or `{}` for none. */
export const DisorderOrder = z
  .strictObject({
    drop: Share,
    duplicate: Share,
    delay: z.strictObject({ share: Share, ms: z.number().nonnegative() }),
    reorder: z.boolean(),
    seed: z.int(),
  })
  .partial();

const Limit = z.strictObject({ limit: z.int().positive(), windowMs: z.int().positive() });
export const ThrottlingOrder = z.strictObject({
  on: z.boolean(),
  limits: z.partialRecord(z.enum(services), Limit).default({}),
});

export const Milliseconds = z.strictObject({ ms: z.number().nonnegative() });
export const TerminateOrder = z.strictObject({ lastDay: z.iso.date(), type: z.string().optional() });
export const LifecycleOrder = z.strictObject({
  event: z.enum(["reauthorizationRequired", "subscriptionRemoved", "missed"]),
});
/** Changes of the app registration. What is left out stays. */
export const ApplicationOrder = z
  .strictObject({
    enabled: z.boolean(),
    /** Null: every permission that some endpoint asks for. */
    graphPermissions: z.array(z.string()).nullable(),
    directoryRoles: z.array(z.string()),
    revokeSecret: z.string(),
    addSecret: z.string(),
    /** PEM. */
    addCertificate: z.string(),
    removeCertificate: z.string(),
  })
  .partial();
export const SyncOrder = z.strictObject({ atNextSync: z.boolean().default(false) });
export const Nothing = z.strictObject({});
