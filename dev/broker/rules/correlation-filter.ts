import { isDate } from "node:util/types";
import type { MessageView } from "./message-view.ts";

/** A property of a correlation filter: as AMQP carries it, so a date is a date. */
export type PropertyValue = string | number | boolean | Date;

/** A correlation filter as `Config.json` writes it: a message matches when every value named is equal. */
export interface CorrelationFilter {
  readonly ContentType?: string | undefined;
  readonly CorrelationId?: string | undefined;
  readonly Label?: string | undefined;
  readonly MessageId?: string | undefined;
  readonly ReplyTo?: string | undefined;
  readonly ReplyToSessionId?: string | undefined;
  readonly SessionId?: string | undefined;
  readonly To?: string | undefined;
  /** Application properties. Their names are compared without regard to upper and lower case, their texts exactly. */
  readonly Properties?: Readonly<Record<string, PropertyValue>> | undefined;
}

const FIELDS = [
  ["ContentType", "content_type"],
  ["CorrelationId", "correlation_id"],
  ["Label", "subject"],
  ["MessageId", "message_id"],
  ["ReplyTo", "reply_to"],
  ["ReplyToSessionId", "reply_to_group_id"],
  ["SessionId", "group_id"],
  ["To", "to"],
] as const;

export function matches(filter: CorrelationFilter, message: MessageView): boolean {
  for (const [name, field] of FIELDS) {
    const wanted = filter[name];
    if (wanted !== undefined && !isSame(wanted, message.system[field])) return false;
  }
  for (const [name, wanted] of Object.entries(filter.Properties ?? {})) {
    if (comparable(message.property(name)) !== comparable(wanted)) return false;
  }
  return true;
}

/** Ids may travel as numbers; the configuration writes them as text. */
function isSame(wanted: string, actual: unknown): boolean {
  return typeof actual === "number" ? String(actual) === wanted : actual === wanted;
}

function comparable(value: unknown): unknown {
  return isDate(value) ? value.getTime() : value;
}
