import { withProperties } from "../amqp/application-properties.ts";
import type { MessageParts } from "../amqp/message-parts.ts";
import type { Entrance } from "./entrance.ts";
import type { Origin, Sink } from "./sink.ts";

/** A message is forwarded at most this often. */
const MOST_HOPS = 4;

/** Where a forwarder leads at this moment; a text says why nowhere. */
export type ForwardTarget = Entrance | string;

/**
 * Takes messages in place of a queue and passes them on. What cannot be passed on is dead-lettered where it comes from,
 * in the transfer sub-queue.
 *
 * @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-auto-forwarding
 */
export class Forwarder implements Sink {
  readonly bytes = 0;
  readonly #path: string;
  readonly #target: () => ForwardTarget;
  readonly #transferDeadLetters: Sink;
  /** What was given messages since the last pump. Emptied first, so that circles come to an end. */
  #fed = new Set<Sink | Entrance>();

  /** @param path of the entity that forwards @param target asked for each message, because entities come and go */
  constructor(path: string, target: () => ForwardTarget, transferDeadLetters: Sink) {
    this.#path = path;
    this.#target = target;
    this.#transferDeadLetters = transferDeadLetters;
  }

  add(parts: MessageParts, { deliveryCount: _, enqueuedAtMs: __, ...origin }: Origin): void {
    const target = this.#target();
    const hops = (origin.hops ?? 0) + 1;
    if (hops > MOST_HOPS) {
      this.#refuse(parts, origin, "MaxTransferHopCountExceeded", `The message was forwarded ${MOST_HOPS} times.`);
    } else if (typeof target === "string") {
      this.#refuse(parts, origin, "TransferFailed", target);
    } else {
      target.forwarded(parts, { ...origin, hops });
      this.#fed.add(target);
    }
  }

  pump(): void {
    const fed = this.#fed;
    this.#fed = new Set();
    for (const target of fed) target.pump();
  }

  #refuse(parts: MessageParts, origin: Origin, reason: string, because: string): void {
    const marked = withProperties(parts, { DeadLetterReason: reason, DeadLetterErrorDescription: because });
    this.#transferDeadLetters.add(marked, { ...origin, deadLetterSource: this.#path });
    this.#fed.add(this.#transferDeadLetters);
  }
}
