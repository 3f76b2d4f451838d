import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { dotNetDate } from "../dot-net-date.ts";
import type { InvocationInput } from "../invocations.ts";
import type { TypedData } from "../protocol.ts";
import { bodyProperties } from "./body-properties.ts";

/**
 * One message as the host's Service Bus extension sends it to a worker: the body as UTF-8 text (as bytes for `binary`), the
 * message's properties and the body's top-level properties as metadata. The names do not differ by case, and later ones
 * win: a body property `messageId` replaces the message's own. The serialized .NET objects of the real host are left out.
 *
 * @param message received without parsing its body, so that data sections are bytes
 */
export function triggerData(message: ServiceBusReceivedMessage, dataType: string | undefined): InvocationInput {
  const bytes = bodyBytes(message.body);
  const text = bytes.toString("utf8");
  const metadata = new Map<string, [string, TypedData]>();
  const put = (name: string, data: TypedData) => {
    const key = name.toLowerCase();
    metadata.set(key, [metadata.get(key)?.[0] ?? name, data]);
  };
  for (const [name, value] of textProperties(message)) if (value != null) put(name, { string: String(value) });
  // The header's count is of deliveries before this one; .NET counts this one too.
  put("DeliveryCount", { json: String((message.deliveryCount ?? 0) + 1) });
  put("SequenceNumber", { json: (message.sequenceNumber ?? 0).toString() });
  for (const [name, date] of [
    ["EnqueuedTime", message.enqueuedTimeUtc],
    ["ExpiresAt", message.expiresAtUtc],
  ] as const) {
    put(`${name}Utc`, { json: JSON.stringify(dotNetDate(date)) });
    put(name, { json: JSON.stringify(`${dotNetDate(date)}+00:00`) });
  }
  const properties: TypedData = { json: JSON.stringify(message.applicationProperties ?? {}) };
  put("ApplicationProperties", properties);
  put("UserProperties", properties);
  const binary = dataType?.toLowerCase() === "binary";
  if (!binary) for (const [name, value] of bodyProperties(text)) put(name, { string: value });
  return {
    input: binary ? { bytes } : { string: text },
    triggerMetadata: Object.fromEntries(metadata.values()),
  };
}

function textProperties(message: ServiceBusReceivedMessage): [string, unknown][] {
  return [
    ["MessageId", message.messageId],
    ["CorrelationId", message.correlationId],
    ["ContentType", message.contentType],
    ["LockToken", message.lockToken],
    ["To", message.to],
    ["ReplyTo", message.replyTo],
    ["SessionId", message.sessionId],
    ["ReplyToSessionId", message.replyToSessionId],
    ["PartitionKey", message.partitionKey],
    ["DeadLetterSource", message.deadLetterSource],
    ["Subject", message.subject],
    ["Label", message.subject],
  ];
}

function bodyBytes(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (body instanceof Uint8Array) return Buffer.from(body);
  if (typeof body === "string") return Buffer.from(body, "utf8");
  return Buffer.from(body === undefined ? "" : JSON.stringify(body), "utf8");
}
