import { countsOf, heldBytes } from "../counts.ts";
import type { Entity } from "../namespace/entity.ts";
import { writeDuration } from "./write-duration.ts";
import { escapeXml } from "./xml.ts";

/** Elements in the order in which they are written; undefined ones are left out. */
export type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

const BYTES_PER_MEGABYTE = 1024 * 1024;
const DESCRIPTIONS = { queue: "QueueDescription", topic: "TopicDescription", subscription: "SubscriptionDescription" };
const NAMESPACE = "http://schemas.microsoft.com/netservices/2010/10/servicebus/connect";
const COUNTS = "http://schemas.microsoft.com/netservices/2011/06/servicebus";

/** The element that describes an entity: its settings, and how many messages it holds. */
export function writeEntity(entity: Entity, host: string): string {
  if (entity.kind === "sub-queue" || entity.config === undefined) throw new TypeError("A sub-queue has no description");
  const content = `${elements({ ...settingsOf(entity, host), ...runtimeOf(entity) })}${countDetails(entity)}`;
  return described(DESCRIPTIONS[entity.kind], content);
}

/** A description with the namespaces that clients expect. */
export function described(name: string, content: string): string {
  return `<${name} xmlns="${NAMESPACE}" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">${content}</${name}>`;
}

export function elements(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => (value === undefined ? "" : `<${name}>${escapeXml(String(value))}</${name}>`))
    .join("");
}

function settingsOf({ config, gate, kind }: Entity, host: string): Fields {
  const properties = config?.Properties;
  if (properties === undefined) return {};
  const address = (path: string | undefined) => (path === undefined ? undefined : `sb://${host}/${path}`);
  return {
    ...("LockDuration" in properties && {
      LockDuration: writeDuration(properties.LockDuration),
      RequiresSession: properties.RequiresSession,
      DeadLetteringOnMessageExpiration: properties.DeadLetteringOnMessageExpiration,
      MaxDeliveryCount: properties.MaxDeliveryCount,
      ForwardTo: address(properties.ForwardTo),
      ForwardDeadLetteredMessagesTo: address(properties.ForwardDeadLetteredMessagesTo),
    }),
    ...("RequiresDuplicateDetection" in properties && {
      RequiresDuplicateDetection: properties.RequiresDuplicateDetection,
      DuplicateDetectionHistoryTimeWindow: writeDuration(properties.DuplicateDetectionHistoryTimeWindow),
      MaxSizeInMegabytes: Math.round(gate.maxBytes / BYTES_PER_MEGABYTE),
      EnablePartitioning: properties.EnablePartitioning,
      EnableExpress: properties.EnableExpress,
    }),
    ...(kind === "subscription" && { DeadLetteringOnFilterEvaluationExceptions: false }),
    ...(kind === "topic" && { SupportOrdering: true }),
    EnableBatchedOperations: properties.EnableBatchedOperations,
    DefaultMessageTimeToLive: writeDuration(properties.DefaultMessageTimeToLive ?? Number.POSITIVE_INFINITY),
    AutoDeleteOnIdle: writeDuration(Number.POSITIVE_INFINITY),
    UserMetadata: properties.UserMetadata,
    Status: gate.status,
    EntityAvailabilityStatus: "Available",
  };
}

function runtimeOf(entity: Entity): Fields {
  const created = new Date(entity.createdAtMs).toISOString();
  const counts = countsOf(entity);
  const { active, deferred, scheduled, deadLettered, transferDeadLettered } = counts;
  return {
    SizeInBytes: heldBytes(entity),
    MessageCount: active + deferred + scheduled + deadLettered + transferDeadLettered,
    SubscriptionCount: entity.topic?.subscriptions.length,
    CreatedAt: created,
    UpdatedAt: created,
    AccessedAt: new Date().toISOString(),
  };
}

/** The service counts deferred messages as active. */
function countDetails(entity: Entity): string {
  const { active, deferred, scheduled, deadLettered, transferDeadLettered } = countsOf(entity);
  const counts = elements({
    "d2p1:ActiveMessageCount": active + deferred,
    "d2p1:DeadLetterMessageCount": deadLettered,
    "d2p1:ScheduledMessageCount": scheduled,
    "d2p1:TransferMessageCount": 0,
    "d2p1:TransferDeadLetterMessageCount": transferDeadLettered,
  });
  return `<CountDetails xmlns:d2p1="${COUNTS}">${counts}</CountDetails>`;
}
