import type { PropertyName } from "./syntax.ts";
import type { TokenReader } from "./token-reader.ts";

/** Properties of the system that filters and actions may name, as the Service Bus spells them, and as AMQP does. */
export const SYSTEM_PROPERTIES = {
  contenttype: "content_type",
  correlationid: "correlation_id",
  label: "subject",
  messageid: "message_id",
  replyto: "reply_to",
  replytosessionid: "reply_to_group_id",
  sessionid: "group_id",
  subject: "subject",
  to: "to",
} as const;

export type SystemProperty = keyof typeof SYSTEM_PROPERTIES;

export function isSystemProperty(name: string): name is SystemProperty {
  return Object.hasOwn(SYSTEM_PROPERTIES, name);
}

const KEYWORDS = new Set(["AND", "OR", "NOT", "IS", "NULL", "IN", "LIKE", "ESCAPE", "EXISTS", "TRUE", "FALSE"]);

/** Reads `name`, `[name]`, `"name"`, `user.name` or `sys.name`. @throws {SqlError} */
export function readProperty(reader: TokenReader): PropertyName {
  const first = readName(reader);
  if (!reader.takes(".")) return { scope: "user", name: first };
  const scope = first.toLowerCase();
  if (scope !== "sys" && scope !== "user") reader.fail(`only "sys." and "user." may stand before a property`);
  if (scope === "user") return { scope, name: readName(reader) };
  const named = reader.token.text.toLowerCase();
  if (!isSystemProperty(named)) reader.fail(`properties of "sys." are ${Object.keys(SYSTEM_PROPERTIES).join(", ")}`);
  reader.take();
  return { scope, name: named };
}

function readName(reader: TokenReader): string {
  const { kind, text } = reader.token;
  if (kind === "name") return reader.take().text;
  if (kind !== "word" || KEYWORDS.has(text.toUpperCase())) reader.fail("a property is expected here");
  return reader.take().text;
}
