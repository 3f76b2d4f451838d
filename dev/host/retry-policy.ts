import { z } from "zod";

const Duration = z.object({ seconds: z.coerce.number().min(0) }).transform(({ seconds }) => seconds * 1000);
const Common = z.object({ maxRetryCount: z.int().min(-1) });

/** `retry` of a function as the library hands it over. Times in milliseconds; −1 retries are retries for ever. */
export const RetryPolicy = z.discriminatedUnion("retryStrategy", [
  Common.extend({ retryStrategy: z.literal("fixedDelay"), delayInterval: Duration }),
  Common.extend({
    retryStrategy: z.literal("exponentialBackoff"),
    minimumInterval: Duration,
    maximumInterval: Duration,
  }).refine(
    ({ minimumInterval, maximumInterval }) => minimumInterval <= maximumInterval,
    "retry.minimumInterval must not be greater than retry.maximumInterval",
  ),
]);
export type RetryPolicy = z.infer<typeof RetryPolicy>;

const SPREAD = 0.2;

/**
 * Milliseconds before the `attempt`-th retry (the first is 1): fixed, or from the minimum on doubled with a fifth of spread
 * either way, up to the maximum.
 */
export function retryDelayMs(policy: RetryPolicy, attempt: number, random: () => number = Math.random): number {
  if (policy.retryStrategy === "fixedDelay") return policy.delayInterval;
  const { minimumInterval, maximumInterval } = policy;
  if (attempt === 1) return minimumInterval;
  const factor = 1 - SPREAD + random() * 2 * SPREAD;
  const added = 2 ** (attempt - 2) * factor * minimumInterval;
  return Math.min(maximumInterval, minimumInterval + added);
}
