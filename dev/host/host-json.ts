import { z } from "zod";
import { timeSpanMs } from "./time-span.ts";

/** `[d.]hh:mm:ss[.fff]`, in milliseconds once parsed. */
const TimeSpan = z.string().transform((text, context) => {
  const ms = timeSpanMs(text);
  if (ms !== undefined) return ms;
  context.addIssue(`"${text}" is not a time span like 00:05:00`);
  return z.NEVER;
});

/** How calls to the service are repeated; no function is ever run again for it. */
const ClientRetryOptions = z.looseObject({
  mode: z
    .string()
    .toLowerCase()
    .pipe(z.enum(["exponential", "fixed"]))
    .prefault("exponential"),
  delay: TimeSpan.prefault("00:00:00.8"),
  maxDelay: TimeSpan.prefault("00:01:00"),
  maxRetries: z.int().min(0).default(3),
  tryTimeout: TimeSpan.prefault("00:01:00"),
});

const LONGEST_BATCH_WAIT_MS = 150_000;

/** What the host follows of `extensions.serviceBus`; the defaults are those of extension 5.x. Times in milliseconds. */
export const ServiceBusOptions = z
  .looseObject({
    autoCompleteMessages: z.boolean().default(true),
    maxConcurrentCalls: z.int().min(1).default(16),
    maxConcurrentSessions: z.int().min(1).default(8),
    prefetchCount: z.int().min(0).default(0),
    maxAutoLockRenewalDuration: TimeSpan.prefault("00:05:00"),
    maxMessageBatchSize: z.int().min(1).default(1000),
    minMessageBatchSize: z.int().min(1).default(1),
    maxBatchWaitTime: TimeSpan.prefault("00:00:30"),
    sessionIdleTimeout: TimeSpan.optional(),
    clientRetryOptions: ClientRetryOptions.prefault({}),
  })
  .refine(
    ({ minMessageBatchSize, maxMessageBatchSize }) => minMessageBatchSize <= maxMessageBatchSize,
    "The minimum message batch size must be less than the maximum message batch size",
  )
  .refine(
    ({ maxBatchWaitTime }) => maxBatchWaitTime <= LONGEST_BATCH_WAIT_MS,
    "maxBatchWaitTime is at most half the lock duration, so never more than 00:02:30",
  );
export type ServiceBusOptions = z.infer<typeof ServiceBusOptions>;

/** What the host follows of `extensions.http`. −1 stands for no limit. */
const HttpOptions = z.looseObject({
  routePrefix: z.string().default("api"),
  maxConcurrentRequests: z.int().default(-1),
  maxOutstandingRequests: z.int().default(-1),
});

const FUNCTION_TIMEOUT_MS = 30 * 60_000;

/** `-1` is no limit, which Flex Consumption allows. */
const FunctionTimeout = z.union([z.literal("-1").transform(() => Number.POSITIVE_INFINITY), TimeSpan]);

/** host.json, as far as this host follows it. */
export const HostJson = z.looseObject({
  version: z.literal("2.0"),
  functionTimeout: FunctionTimeout.default(FUNCTION_TIMEOUT_MS),
  extensions: z
    .looseObject({ http: HttpOptions.prefault({}), serviceBus: ServiceBusOptions.prefault({}) })
    .prefault({}),
});
export type HostJson = z.infer<typeof HostJson>;
