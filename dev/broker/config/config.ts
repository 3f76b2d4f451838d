import { z } from "zod";
import { Duration } from "./duration.ts";
import { RuleConfig } from "./rule-config.ts";

/** Whether an entity can be sent to and received from. */
export const EntityStatus = z.enum(["Active", "Disabled", "SendDisabled", "ReceiveDisabled"]);
export type EntityStatus = z.infer<typeof EntityStatus>;

// Not in Microsoft's file; the administration API has them.
const Guarded = {
  Status: EntityStatus.default("Active"),
  /** Kept and shown, and without effect in the real service too. */
  UserMetadata: z.string().max(1024).optional(),
  /** Kept and shown. How the service stores messages cannot be seen in one process. */
  EnableBatchedOperations: z.boolean().default(true),
};

const Sized = {
  MaxSizeInMegabytes: z.number().int().positive().default(1024),
  /** Kept and shown, as above. */
  EnablePartitioning: z.boolean().default(false),
  EnableExpress: z.boolean().default(false),
};

const Expiring = { DefaultMessageTimeToLive: Duration.optional() };

const Detecting = {
  RequiresDuplicateDetection: z.boolean().default(false),
  DuplicateDetectionHistoryTimeWindow: Duration.default(600_000),
};

/** The emulator's file writes "" for nowhere. */
const Target = z
  .string()
  .nullish()
  .transform((path) => path || undefined);

const Receiving = {
  LockDuration: Duration.default(60_000),
  MaxDeliveryCount: z.number().int().min(1).max(2000).default(10),
  DeadLetteringOnMessageExpiration: z.boolean().default(false),
  RequiresSession: z.boolean().default(false),
  ForwardTo: Target,
  ForwardDeadLetteredMessagesTo: Target,
};

const SESSIONS_STAY = {
  message: "an entity that requires sessions cannot forward: leave out RequiresSession or ForwardTo",
  path: ["ForwardTo"],
};

function forwardsNoSessions({
  RequiresSession,
  ForwardTo,
}: {
  RequiresSession: boolean;
  ForwardTo?: string | undefined;
}) {
  return !RequiresSession || ForwardTo === undefined;
}

/** A subscription in the shape of `Config.json`. Without rules, it wants everything. */
export const SubscriptionConfig = z.strictObject({
  Name: z.string().min(1).max(50),
  Properties: z
    .strictObject({ ...Guarded, ...Expiring, ...Receiving })
    .refine(forwardsNoSessions, SESSIONS_STAY)
    .prefault({}),
  Rules: z.array(RuleConfig).default([]),
});
export type SubscriptionConfig = z.output<typeof SubscriptionConfig>;

/** A topic in the shape of `Config.json`. */
export const TopicConfig = z.strictObject({
  Name: z.string().min(1).max(260),
  Properties: z.strictObject({ ...Guarded, ...Sized, ...Expiring, ...Detecting }).prefault({}),
  Subscriptions: z.array(SubscriptionConfig).default([]),
});
export type TopicConfig = z.output<typeof TopicConfig>;

/** A queue in the shape of `Config.json`. */
export const QueueConfig = z.strictObject({
  Name: z.string().min(1).max(260),
  Properties: z
    .strictObject({ ...Guarded, ...Sized, ...Expiring, ...Detecting, ...Receiving })
    .refine(forwardsNoSessions, SESSIONS_STAY)
    .prefault({}),
});
export type QueueConfig = z.output<typeof QueueConfig>;

const Namespace = z.strictObject({
  Name: z.string().min(1),
  Queues: z.array(QueueConfig).default([]),
  Topics: z.array(TopicConfig).default([]),
});

/**
 * The `Config.json` of Microsoft's Service Bus emulator. What this broker does not know is refused by name instead of
 * being ignored: a test must not pass because a rule was overlooked.
 *
 * @see https://learn.microsoft.com/azure/service-bus-messaging/test-locally-with-service-bus-emulator
 */
export const BrokerConfig = z.object({
  UserConfig: z.object({
    Namespaces: z.array(Namespace).length(1, "Exactly one namespace is supported: its name is in no connection string"),
  }),
});
export type BrokerConfig = z.output<typeof BrokerConfig>;

/**
 * Parses the configuration.
 *
 * @throws {Error} that names every text at fault and where it stands
 */
export function parseConfig(config: unknown): BrokerConfig["UserConfig"]["Namespaces"][number] {
  const parsed = BrokerConfig.safeParse(config);
  if (!parsed.success) throw unusable(z.prettifyError(parsed.error));
  const [namespace] = parsed.data.UserConfig.Namespaces;
  if (namespace === undefined) throw unusable("it names no namespace");
  return namespace;
}

/** Why a configuration cannot be used, in words for the person who wrote it. */
export function unusable(because: string): Error {
  return new Error(`The broker cannot use this Config.json:\n${because}`);
}
