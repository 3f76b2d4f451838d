import type { QueueConfig, SubscriptionConfig, TopicConfig } from "../config/config.ts";
import type { Rules } from "../rules/rules.ts";
import type { Entrance } from "../store/entrance.ts";
import type { MessageQueue } from "../store/message-queue.ts";
import type { Topic } from "../store/topic.ts";
import type { Gate } from "./gate.ts";

/** What an address stands for: something to send to, something to receive from, or both. */
export interface Entity {
  readonly kind: "queue" | "topic" | "subscription" | "sub-queue";
  /** As `Config.json` spells it. */
  readonly path: string;
  /** Shared with the sub-queues. */
  readonly gate: Gate;
  readonly entrance?: Entrance;
  readonly queue?: MessageQueue;
  readonly topic?: Topic;
  readonly rules?: Rules;
  /** Where this entity passes everything on to: nobody can receive from it. */
  readonly forwardsTo?: string | undefined;
  /** Where its dead letters go instead of its own sub-queue. */
  readonly deadLettersTo?: string | undefined;
  readonly deadLetters?: MessageQueue;
  readonly transferDeadLetters?: MessageQueue;
  /** Its settings; undefined for a sub-queue, which has those of its entity. */
  readonly config?: QueueConfig | TopicConfig | SubscriptionConfig;
  /** The definition of an entity that was made while the broker ran, in the shape of `Config.json`. */
  readonly made?: unknown;
  readonly createdAtMs: number;
}
