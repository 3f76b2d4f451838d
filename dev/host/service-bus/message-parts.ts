import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { dotNetDate } from "../dot-net-date.ts";

/** A message by the kinds in which the host sends its parts, under the host's names. */
export interface MessageParts {
  readonly body: Buffer;
  readonly texts: Readonly<Record<string, string | undefined>>;
  readonly numbers: Readonly<Record<string, number>>;
  /** Decimal text: it may be larger than a JavaScript number. */
  readonly sequenceNumber: string;
  /** As .NET writes them into JSON. */
  readonly dates: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

export function messageParts(message: ServiceBusReceivedMessage): MessageParts {
  const enqueued = dotNetDate(message.enqueuedTimeUtc);
  const expires = dotNetDate(message.expiresAtUtc);
  return {
    body: bodyBytes(message.body),
    texts: {
      MessageId: text(message.messageId),
      CorrelationId: text(message.correlationId),
      ContentType: message.contentType,
      LockToken: message.lockToken,
      To: message.to,
      ReplyTo: message.replyTo,
      SessionId: message.sessionId,
      ReplyToSessionId: message.replyToSessionId,
      PartitionKey: message.partitionKey,
      DeadLetterSource: message.deadLetterSource,
      Subject: message.subject,
      Label: message.subject,
    },
    // The header's count is of deliveries before this one; .NET counts this one too.
    numbers: { DeliveryCount: (message.deliveryCount ?? 0) + 1 },
    sequenceNumber: (message.sequenceNumber ?? 0).toString(),
    dates: {
      EnqueuedTimeUtc: enqueued,
      EnqueuedTime: `${enqueued}+00:00`,
      ExpiresAtUtc: expires,
      ExpiresAt: `${expires}+00:00`,
    },
    properties: message.applicationProperties ?? {},
  };
}

function text(value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : String(value);
}

function bodyBytes(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  if (body instanceof Uint8Array) return Buffer.from(body);
  if (typeof body === "string") return Buffer.from(body, "utf8");
  return Buffer.from(body === undefined ? "" : JSON.stringify(body), "utf8");
}
