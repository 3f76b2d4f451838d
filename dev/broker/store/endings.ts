import { withProperties } from "../amqp/application-properties.ts";
import type { Dispatch } from "./dispatch.ts";
import type { Locks } from "./locks.ts";
import type { Messages } from "./messages.ts";
import type { QueueSettings } from "./queue-settings.ts";
import type { Sink } from "./sink.ts";
import { isDeferred, type StoredMessage } from "./stored-message.ts";
import type { Surroundings } from "./surroundings.ts";

/** What the parts of one queue share. */
export interface QueueParts {
  readonly settings: QueueSettings;
  readonly surroundings: Surroundings;
  readonly messages: Messages;
  readonly locks: Locks;
  readonly dispatch: Dispatch;
  /** Where dead letters go; undefined in a dead-letter queue. */
  readonly deadLetters: Sink | undefined;
}

/** How a delivery or a message ends, by whatever cause: back to the others, dead-lettered, or gone. */
export class Endings {
  readonly #parts: QueueParts;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  /** Back from a receiver: ready or deferred again, unless it was the last try or its life is over. */
  release(message: StoredMessage, how: { readonly counts: boolean; readonly defers?: boolean }): void {
    const { settings, surroundings, locks, dispatch, deadLetters } = this.#parts;
    const defers = how.defers === true;
    const deferred = defers || isDeferred(message);
    locks.end(message);
    message.state = deferred ? { kind: "deferred" } : { kind: "ready" };
    if (how.counts && deadLetters !== undefined) message.deliveryCount += 1;
    surroundings.changed();
    if (!defers && message.deliveryCount >= settings.maxDeliveryCount) {
      this.deadLetter(message, {
        DeadLetterReason: "MaxDeliveryCountExceeded",
        DeadLetterErrorDescription: `Message could not be consumed after ${settings.maxDeliveryCount} delivery attempts.`,
      });
    } else if (!deferred && message.expiresAtMs <= surroundings.clock.now()) {
      this.expire(message);
    } else if (!deferred) {
      dispatch.putBack(message);
    }
  }

  /** A lock ended without settlement. */
  expireLock(message: StoredMessage): void {
    this.#parts.surroundings.operations.count("expired-locks", this.#parts.settings.path);
    this.release(message, { counts: true });
  }

  /** Only what waits to be received expires. A locked message is looked at again when it comes back. */
  expire(message: StoredMessage): void {
    if (message.state.kind !== "ready") return;
    this.#parts.surroundings.operations.count("expired", this.#parts.settings.path);
    if (this.#parts.settings.deadLetterOnExpiry) {
      this.deadLetter(message, {
        DeadLetterReason: "TTLExpiredException",
        DeadLetterErrorDescription: "The message expired and was dead lettered.",
      });
    } else {
      this.forget(message);
    }
  }

  deadLetter(message: StoredMessage, reason: Readonly<Record<string, string>>): void {
    const { settings, deadLetters } = this.#parts;
    const { parts, enqueuedSequence, enqueuedAtMs, deliveryCount, hops } = message;
    this.forget(message);
    deadLetters?.add(withProperties(parts, reason), {
      enqueuedSequence,
      enqueuedAtMs,
      deadLetterSource: settings.path,
      deliveryCount,
      hops,
    });
    deadLetters?.pump();
  }

  forget(message: StoredMessage): void {
    this.#parts.locks.end(message);
    this.#parts.messages.remove(message);
    this.#parts.surroundings.changed();
  }
}
