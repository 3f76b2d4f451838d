import rhea from "rhea";
import { encodeListSection, encodeSymbol, encodeValue, endOfValue, listItems } from "./codec.ts";
import type { MessageParts } from "./message-parts.ts";

const PROPERTIES = 0x73;
/** Position of each field that holds text in the properties section. */
const TEXT_FIELDS = {
  message_id: 0,
  to: 2,
  subject: 3,
  reply_to: 4,
  correlation_id: 5,
  content_type: 6,
  group_id: 10,
  reply_to_group_id: 12,
} as const;
/** The field that AMQP defines as a symbol. */
const CONTENT_TYPE = 6;

/** The properties section as rhea names its fields: `message_id`, `subject`, `correlation_id`, … */
export function properties(parts: MessageParts): Record<string, unknown> {
  return rhea.message.decode(parts.properties);
}

/** The message id as text. */
export function messageId(parts: MessageParts): string {
  const id = properties(parts).message_id;
  return Buffer.isBuffer(id) ? id.toString("hex") : String(id);
}

/** The id of the session the message belongs to; undefined when the sender named none. */
export function sessionId(parts: MessageParts): string | undefined {
  const id = properties(parts).group_id;
  return typeof id === "string" ? id : undefined;
}

/** The parts with one field of the properties section set, or emptied; the original is left as it is. */
export function withSystemProperty(
  parts: MessageParts,
  field: keyof typeof TEXT_FIELDS,
  text: string | undefined,
): MessageParts {
  const fields = listItems(parts.properties.subarray(endOfValue(parts.properties, 1)));
  const at = TEXT_FIELDS[field];
  while (fields.length <= at) fields.push(encodeValue(null));
  fields[at] = at === CONTENT_TYPE && text !== undefined ? encodeSymbol(text) : encodeValue(text);
  return { ...parts, properties: encodeListSection(PROPERTIES, fields) };
}
