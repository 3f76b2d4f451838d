import { applicationProperties, type MessageParts, properties } from "../amqp/message-parts.ts";

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
  /** Application properties. Text is compared exactly, upper and lower case included. */
  readonly Properties?: Readonly<Record<string, string | number | boolean>> | undefined;
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

/** A message as filters look at it; each part is decoded at most once, and only when a filter asks. */
export class FilterView {
  readonly #parts: MessageParts;
  #system: Record<string, unknown> | undefined;
  #application: Record<string, unknown> | undefined;

  constructor(parts: MessageParts) {
    this.#parts = parts;
  }

  get system(): Record<string, unknown> {
    this.#system ??= properties(this.#parts);
    return this.#system;
  }

  get application(): Record<string, unknown> {
    this.#application ??= applicationProperties(this.#parts);
    return this.#application;
  }
}

export function matches(filter: CorrelationFilter, message: FilterView): boolean {
  for (const [name, field] of FIELDS) {
    const wanted = filter[name];
    if (wanted !== undefined && !isSame(wanted, message.system[field])) return false;
  }
  for (const [name, wanted] of Object.entries(filter.Properties ?? {})) {
    if (message.application[name] !== wanted) return false;
  }
  return true;
}

/** Ids may travel as numbers; the configuration writes them as text. */
function isSame(wanted: string, actual: unknown): boolean {
  return typeof actual === "number" ? String(actual) === wanted : actual === wanted;
}
