import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import type { InvocationInput } from "../invocations.ts";
import type { Int64, TypedData } from "../protocol.ts";
import { type MessageParts, messageParts } from "./message-parts.ts";

const TEXTS = [
  "MessageId",
  "CorrelationId",
  "ContentType",
  "LockToken",
  "To",
  "ReplyTo",
  "SessionId",
  "ReplyToSessionId",
  "PartitionKey",
  "TransactionPartitionKey",
  "DeadLetterSource",
  "Subject",
  "Label",
] as const;

/**
 * A batch as the host sends it: a list of texts (of bytes for `binary`), and each part of the metadata as a list whose name
 * ends in `Array`. Lists of texts leave out what is empty or absent, so they do not line up with the messages, and a
 * message without a body is not among the values; sequence numbers arrive in halves. Bodies add no metadata.
 */
export function batchData(
  messages: readonly ServiceBusReceivedMessage[],
  dataType: string | undefined,
): InvocationInput {
  const parts = messages.map(messageParts);
  const properties = json(parts.map((each) => each.properties));
  return {
    input:
      dataType?.toLowerCase() === "binary"
        ? { collectionBytes: { bytes: parts.map(({ body }) => body) } }
        : texts(parts.map(({ body }) => body.toString("utf8"))),
    triggerMetadata: {
      ...Object.fromEntries(TEXTS.map((name) => [`${name}Array`, texts(parts.map((each) => each.texts[name]))])),
      ...jsonLists(parts, "numbers"),
      SequenceNumberArray: { collectionSint64: { sint64: parts.map((each) => halves(each.sequenceNumber)) } },
      ...jsonLists(parts, "dates"),
      ApplicationPropertiesArray: properties,
      UserPropertiesArray: properties,
    },
  };
}

function jsonLists(parts: readonly MessageParts[], kind: "numbers" | "dates"): Record<string, TypedData> {
  const names = Object.keys(parts[0]?.[kind] ?? {});
  return Object.fromEntries(names.map((name) => [`${name}Array`, json(parts.map((each) => each[kind][name]))]));
}

function texts(values: readonly (string | undefined)[]): TypedData {
  return {
    collectionString: { string: values.filter((value): value is string => value !== undefined && value !== "") },
  };
}

function json(values: readonly unknown[]): TypedData {
  return { json: JSON.stringify(values) };
}

function halves(decimal: string): Int64 {
  const value = BigInt.asIntN(64, BigInt(decimal));
  return { low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)), unsigned: false };
}
