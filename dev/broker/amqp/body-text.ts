import rhea from "rhea";
import type { MessageParts } from "./message-parts.ts";

/** The body as text, for people and tests: data sections as UTF-8, other bodies as JSON. */
export function bodyText(parts: MessageParts): string {
  if (parts.body.length === 0) return "";
  const body: unknown = rhea.message.decode(parts.body).body;
  const content: unknown = isSection(body) ? body.content : body;
  if (Buffer.isBuffer(content)) return content.toString("utf8");
  if (Array.isArray(content) && content.every((item) => Buffer.isBuffer(item))) {
    return Buffer.concat(content).toString("utf8");
  }
  return typeof content === "string" ? content : JSON.stringify(content ?? null);
}

function isSection(body: unknown): body is { content: unknown } {
  return typeof body === "object" && body !== null && "typecode" in body && "content" in body;
}
