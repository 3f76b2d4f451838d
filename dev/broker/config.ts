import { z } from "zod";
import type { CorrelationFilter } from "./store/correlation-filter.ts";

/** Days, hours, minutes and seconds, as the emulator's file writes durations: `PT1M`, `P7D`, `P1DT12H`. */
const Duration = z.string().transform((text, context) => {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (match === null || text.endsWith("T") || text === "P") {
    context.addIssue({ code: "custom", message: `"${text}" is no ISO 8601 duration of days, hours, minutes, seconds` });
    return z.NEVER;
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
});

/** A setting of Microsoft's file that this broker does not have: only its off value is taken. */
function off<T extends string | boolean>(name: string, value: T) {
  return z
    .unknown()
    .refine((given) => given === undefined || given === null || given === value, {
      error: ({ input }) => `${name} ${JSON.stringify(input)} is not supported by this broker`,
    })
    .optional();
}

const Expiring = { DefaultMessageTimeToLive: Duration.optional() };

const Detecting = {
  RequiresDuplicateDetection: z.boolean().default(false),
  DuplicateDetectionHistoryTimeWindow: Duration.default(600_000),
};

const Receiving = {
  LockDuration: Duration.default(60_000),
  MaxDeliveryCount: z.number().int().min(1).max(2000).default(10),
  DeadLetteringOnMessageExpiration: z.boolean().default(false),
  RequiresSession: off("RequiresSession", false),
  ForwardTo: off("ForwardTo", ""),
  ForwardDeadLetteredMessagesTo: off("ForwardDeadLetteredMessagesTo", ""),
};

const Correlation: z.ZodType<CorrelationFilter> = z.strictObject({
  ContentType: z.string().optional(),
  CorrelationId: z.string().optional(),
  Label: z.string().optional(),
  MessageId: z.string().optional(),
  ReplyTo: z.string().optional(),
  ReplyToSessionId: z.string().optional(),
  SessionId: z.string().optional(),
  To: z.string().optional(),
  Properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const Rule = z.strictObject({
  Name: z.string().min(1).max(50),
  Properties: z.strictObject({
    FilterType: z.literal("Correlation", {
      error: ({ input }) =>
        `FilterType ${JSON.stringify(input)} is not supported by this broker, only "Correlation" is`,
    }),
    CorrelationFilter: Correlation,
    SqlFilter: off("SqlFilter", ""),
    Action: off("Action", ""),
  }),
});

const Subscription = z.strictObject({
  Name: z.string().min(1).max(50),
  Properties: z.strictObject({ ...Expiring, ...Receiving }).prefault({}),
  Rules: z.array(Rule).default([]),
});

const Topic = z.strictObject({
  Name: z.string().min(1).max(260),
  Properties: z.strictObject({ ...Expiring, ...Detecting }).prefault({}),
  Subscriptions: z.array(Subscription).default([]),
});

const Queue = z.strictObject({
  Name: z.string().min(1).max(260),
  Properties: z.strictObject({ ...Expiring, ...Detecting, ...Receiving }).prefault({}),
});

const Namespace = z.strictObject({
  Name: z.string().min(1),
  Queues: z.array(Queue).default([]),
  Topics: z.array(Topic).default([]),
});

/**
 * The `Config.json` of Microsoft's Service Bus emulator, as far as this broker goes. What it does not support is
 * refused by name instead of being ignored: a test must not pass because a rule was overlooked.
 *
 * @see https://learn.microsoft.com/azure/service-bus-messaging/test-locally-with-service-bus-emulator
 */
export const BrokerConfig = z.object({
  UserConfig: z.object({
    Namespaces: z.array(Namespace).length(1, "Exactly one namespace is supported: its name is in no connection string"),
  }),
});
export type BrokerConfig = z.infer<typeof BrokerConfig>;

export type QueueConfig = z.infer<typeof Queue>;
export type TopicConfig = z.infer<typeof Topic>;
export type SubscriptionConfig = z.infer<typeof Subscription>;

/**
 * Parses the configuration.
 *
 * @throws {Error} that names every text at fault and where it stands
 */
export function parseConfig(config: unknown): BrokerConfig["UserConfig"]["Namespaces"][number] {
  const parsed = BrokerConfig.safeParse(config);
  if (!parsed.success) throw new Error(`The broker cannot use this Config.json:\n${z.prettifyError(parsed.error)}`);
  const [namespace] = parsed.data.UserConfig.Namespaces;
  if (namespace === undefined) throw new Error("The broker cannot use this Config.json: it names no namespace");
  return namespace;
}
