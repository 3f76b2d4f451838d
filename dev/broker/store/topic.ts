import type { MessageParts } from "../amqp/message-parts.ts";
import { MessageView } from "../rules/message-view.ts";
import type { Rules } from "../rules/rules.ts";
import type { Origin, Sink } from "./sink.ts";

export interface Subscription {
  readonly name: string;
  readonly rules: Rules;
  /** Its messages, or what it forwards to. */
  readonly sink: Sink;
}

/** Copies each message to every subscription that wants it; a message that none wants is discarded. */
export class Topic implements Sink {
  #subscriptions: readonly Subscription[] = [];

  get subscriptions(): readonly Subscription[] {
    return this.#subscriptions;
  }

  get bytes(): number {
    return this.#subscriptions.reduce((sum, { sink }) => sum + sink.bytes, 0);
  }

  join(subscription: Subscription): void {
    this.#subscriptions = [...this.#subscriptions, subscription];
  }

  leave(name: string): void {
    this.#subscriptions = this.#subscriptions.filter((other) => other.name !== name);
  }

  add(parts: MessageParts, origin: Origin): void {
    const view = new MessageView(parts);
    for (const { rules, sink } of this.#subscriptions) {
      for (const copy of rules.copies(view)) sink.add(copy, origin);
    }
  }

  pump(): void {
    for (const { sink } of this.#subscriptions) sink.pump();
  }
}
