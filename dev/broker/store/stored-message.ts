import type { LockToken } from "../amqp/lock-token.ts";
import type { MessageParts } from "../amqp/message-parts.ts";

export type MessageState =
  | { readonly kind: "ready" }
  /** `deferred`: it was deferred before, and is deferred again when the lock ends without settlement. */
  | { readonly kind: "locked"; readonly token: LockToken; readonly untilMs: number; readonly deferred: boolean }
  | { readonly kind: "deferred" }
  /** Completed, moved or expired. Queues forget such a message when they next come across it. */
  | { readonly kind: "gone" };

/** One message in one queue, subscription or sub-queue. Times are epoch milliseconds. */
export interface StoredMessage {
  readonly sequence: number;
  /** The number the message got where it entered: at the topic, or before it was scheduled, forwarded or dead-lettered. */
  readonly enqueuedSequence: number;
  readonly enqueuedAtMs: number;
  /** Infinity when it does not expire. */
  readonly expiresAtMs: number;
  /** Where it was dead-lettered; undefined outside a dead-letter queue and what that forwards to. */
  readonly deadLetterSource: string | undefined;
  /** Known only where sessions are required: elsewhere nobody asks, and reading it costs time. */
  readonly sessionId: string | undefined;
  /** How often it was forwarded. */
  readonly hops: number;
  parts: MessageParts;
  state: MessageState;
  /** Deliveries that ended without settlement: 0 on the first delivery. */
  deliveryCount: number;
  /** A fault delivered it a second time already. */
  doubled: boolean;
}

/** Deferred, or locked after it was received by number. */
export function isDeferred({ state }: StoredMessage): boolean {
  return state.kind === "deferred" || (state.kind === "locked" && state.deferred);
}

/** What a receiver may do with a message it holds. `changes` are application properties. */
export type Settlement =
  | { readonly kind: "complete" }
  | { readonly kind: "abandon"; readonly changes: Readonly<Record<string, unknown>> }
  | { readonly kind: "defer"; readonly changes: Readonly<Record<string, unknown>> }
  | { readonly kind: "dead-letter"; readonly changes: Readonly<Record<string, unknown>> };
