import { applicationProperties } from "../amqp/application-properties.ts";
import type { MessageParts } from "../amqp/message-parts.ts";
import { properties } from "../amqp/system-properties.ts";

/** A message as filters look at it; each part is decoded at most once, and only when a filter asks. */
export class MessageView {
  readonly parts: MessageParts;
  #system: Record<string, unknown> | undefined;
  #application: Map<string, unknown> | undefined;

  constructor(parts: MessageParts) {
    this.parts = parts;
  }

  /** The properties section, by the names that rhea gives its fields. */
  get system(): Record<string, unknown> {
    this.#system ??= properties(this.parts);
    return this.#system;
  }

  /** An application property. The service compares names without regard to upper and lower case. */
  property(name: string): unknown {
    this.#application ??= new Map(
      Object.entries(applicationProperties(this.parts)).map(([key, value]) => [key.toLowerCase(), value]),
    );
    return this.#application.get(name.toLowerCase());
  }
}
