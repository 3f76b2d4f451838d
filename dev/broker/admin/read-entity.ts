import { AdminError } from "./admin-error.ts";
import { readRule } from "./read-rule.ts";
import { child, type Element } from "./xml.ts";

type Reader = (text: string) => unknown;

const asText: Reader = (text) => text;
const asBoolean: Reader = (text) => text.toLowerCase() === "true";
const asNumber: Reader = Number;
/** Clients write where to forward as an address of this namespace. */
const asPath: Reader = (text) => text.replace(/^[a-z]+:\/\/[^/]*\//i, "");

/** How each property of a description is read. */
const READERS: Readonly<Record<string, Reader>> = {
  LockDuration: asText,
  MaxSizeInMegabytes: asNumber,
  RequiresDuplicateDetection: asBoolean,
  RequiresSession: asBoolean,
  DefaultMessageTimeToLive: asText,
  DeadLetteringOnMessageExpiration: asBoolean,
  DuplicateDetectionHistoryTimeWindow: asText,
  MaxDeliveryCount: asNumber,
  EnableBatchedOperations: asBoolean,
  EnablePartitioning: asBoolean,
  EnableExpress: asBoolean,
  Status: asText,
  ForwardTo: asPath,
  ForwardDeadLetteredMessagesTo: asPath,
  UserMetadata: asText,
};
/** What clients send back as they read it, and what means nothing here. */
const SKIPPED = new Set([
  "EntityAvailabilityStatus",
  "CountDetails",
  "MessageCount",
  "SizeInBytes",
  "SubscriptionCount",
]);
const DATES = new Set(["CreatedAt", "UpdatedAt", "AccessedAt"]);
/** Settings this broker does not have, and the values at which they ask for nothing. */
const OFF: Readonly<Record<string, RegExp>> = {
  DefaultMessageTimeToLive: /^P10675199D/,
  AutoDeleteOnIdle: /^P10675199D/,
  SupportOrdering: /^(true|false)$/,
  IsAnonymousAccessible: /^false$/,
  FilteringMessagesBeforePublishing: /^false$/,
  DeadLetteringOnFilterEvaluationExceptions: /^false$/,
  MaxMessageSizeInKilobytes: /^256$/,
  AuthorizationRules: /^\s*$/,
};
const DEFAULT_RULE = "DefaultRuleDescription";

/**
 * A queue, topic or subscription as an Atom entry describes it, in the shape of `Config.json`.
 *
 * @throws {AdminError} that names a property which this broker does not have
 */
export function readEntity(name: string, description: Element): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  for (const { name: property, text } of description.children) {
    if (SKIPPED.has(property) || DATES.has(property) || property === DEFAULT_RULE || OFF[property]?.test(text))
      continue;
    const read = READERS[property];
    if (read === undefined) throw new AdminError(400, `${property} "${text}" is not supported by this broker.`);
    properties[property] = read(text);
  }
  const rule = child(description, DEFAULT_RULE);
  return { Name: name, Properties: properties, ...(rule && { Rules: [readRule(rule)] }) };
}
