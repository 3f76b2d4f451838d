import type { MessageParts } from "../amqp/message-parts.ts";
import { type CorrelationFilter, FilterView, matches } from "./correlation-filter.ts";
import type { MessageQueue, Origin } from "./message-queue.ts";

export interface Subscription {
  readonly queue: MessageQueue;
  /** A message is wanted when any filter matches; undefined wants everything. */
  readonly filters: readonly CorrelationFilter[] | undefined;
}

/** Copies each message to every subscription that wants it, once; a message that none wants is discarded. */
export function publish(subscriptions: readonly Subscription[], parts: MessageParts, origin: Origin): void {
  const view = new FilterView(parts);
  for (const { queue, filters } of subscriptions) {
    if (filters === undefined || filters.some((filter) => matches(filter, view))) queue.add(parts, origin);
  }
}
