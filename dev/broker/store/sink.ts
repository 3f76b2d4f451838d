import type { MessageParts } from "../amqp/message-parts.ts";

/** Where a message that enters has been before. */
export interface Origin {
  readonly enqueuedSequence?: number;
  readonly enqueuedAtMs?: number;
  readonly deadLetterSource?: string;
  readonly deliveryCount?: number;
  readonly doubled?: boolean;
  /** How often the message was forwarded on its way here. */
  readonly hops?: number;
}

/** Something that takes messages: a queue, or what leads to another entity. */
export interface Sink {
  /** Takes one message without handing anything out: call `pump` when all of a batch are in. */
  add(parts: MessageParts, origin: Origin): void;
  pump(): void;
  /** Bytes it holds; 0 for what only leads elsewhere. */
  readonly bytes: number;
}
