import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import type { InvocationInput } from "../invocations.ts";
import type { TypedData } from "../protocol.ts";
import { bodyProperties } from "./body-properties.ts";
import { type MessageParts, messageParts } from "./message-parts.ts";

/**
 * One message as the host's Service Bus extension sends it to a worker: the body as UTF-8 text (as bytes for `binary`), the
 * message's properties and the body's top-level properties as metadata. The names do not differ by case, and later ones
 * win: a body property `messageId` replaces the message's own. The serialized .NET objects of the real host are left out.
 *
 * @param message received without parsing its body, so that data sections are bytes
 */
export function triggerData(message: ServiceBusReceivedMessage, dataType: string | undefined): InvocationInput {
  return inputOf(messageParts(message), dataType);
}

/** A run by hand: a message with this body and nothing else, as the extension makes it from text. */
export function manualData(body: string, dataType: string | undefined): InvocationInput {
  const bytes = Buffer.from(body, "utf8");
  return inputOf({ body: bytes, texts: {}, numbers: { DeliveryCount: 0 }, dates: {}, properties: {} }, dataType);
}

function inputOf(parts: Omit<MessageParts, "sequenceNumber"> & { sequenceNumber?: string }, dataType?: string) {
  const text = parts.body.toString("utf8");
  const metadata = new Map<string, [string, TypedData]>();
  const put = (name: string, data: TypedData) => {
    const key = name.toLowerCase();
    metadata.set(key, [metadata.get(key)?.[0] ?? name, data]);
  };
  for (const [name, value] of Object.entries(parts.texts)) if (value != null) put(name, { string: value });
  for (const [name, value] of Object.entries(parts.numbers)) put(name, { json: String(value) });
  if (parts.sequenceNumber !== undefined) put("SequenceNumber", { json: parts.sequenceNumber });
  for (const [name, value] of Object.entries(parts.dates)) put(name, { json: JSON.stringify(value) });
  const properties: TypedData = { json: JSON.stringify(parts.properties) };
  put("ApplicationProperties", properties);
  put("UserProperties", properties);
  const binary = dataType?.toLowerCase() === "binary";
  if (!binary) for (const [name, value] of bodyProperties(text)) put(name, { string: value });
  const input: TypedData = binary ? { bytes: parts.body } : { string: text };
  return { input, triggerMetadata: Object.fromEntries(metadata.values()) };
}
