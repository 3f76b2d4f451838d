import { withProperties } from "../amqp/application-properties.ts";
import { type LockToken, newLockToken } from "../amqp/lock-token.ts";
import { lockLost, messageNotFound, notAllowed, type Refusal, sessionLockLost } from "../amqp/refusal.ts";
import type { Endings, QueueParts } from "./endings.ts";
import type { Sessions } from "./sessions.ts";
import type { Settlement, StoredMessage } from "./stored-message.ts";

/** What deliveries need of the queue they belong to. */
export interface DeliveryHooks {
  /** Ends what is over at this time. */
  readonly catchUp: () => void;
  /** Hands out what became ready. */
  readonly pump: () => void;
  /** A lock was taken or renewed: the queue has to look again when it ends. */
  readonly lockTaken: (untilMs: number) => void;
}

/** Messages in the hands of receivers: locked for them, and what they make of them. */
export class Deliveries {
  readonly #parts: QueueParts;
  readonly #endings: Endings;
  readonly #sessions: Sessions | undefined;
  readonly #hooks: DeliveryHooks;

  constructor(parts: QueueParts, endings: Endings, sessions: Sessions | undefined, hooks: DeliveryHooks) {
    this.#parts = parts;
    this.#endings = endings;
    this.#sessions = sessions;
    this.#hooks = hooks;
  }

  /** Locks a message for its receiver, or gives it away for good. */
  hand(message: StoredMessage, deletes: boolean): LockToken {
    const { settings, surroundings, locks } = this.#parts;
    surroundings.operations.count("deliveries", settings.path);
    if (deletes) {
      this.#endings.forget(message);
      return newLockToken();
    }
    const untilMs = this.#sessionEndMs(message.sessionId) ?? surroundings.clock.now() + settings.lockMs;
    this.#hooks.lockTaken(untilMs);
    return locks.take(message, untilMs);
  }

  /** Ends a delivery. Returns why not, when the lock no longer holds or the message may not go there. */
  settle(token: LockToken, settlement: Settlement): Refusal | undefined {
    const { settings, surroundings, messages, locks, deadLetters } = this.#parts;
    this.#hooks.catchUp();
    const message = locks.find(token);
    if (message === undefined) return lockLost();
    if (settlement.kind === "dead-letter" && deadLetters === undefined) {
      return notAllowed("A message in a dead-letter queue cannot be dead-lettered.");
    }
    surroundings.operations.count(settlement.kind, settings.path);
    if (settlement.kind === "complete") {
      this.#endings.forget(message);
    } else {
      messages.rewrite(message, withProperties(message.parts, settlement.changes));
      if (settlement.kind === "dead-letter") this.#endings.deadLetter(message, {});
      else this.#endings.release(message, { counts: true, defers: settlement.kind === "defer" });
    }
    this.#hooks.pump();
    return undefined;
  }

  /** The message that is held under this lock. */
  find(token: LockToken): StoredMessage | undefined {
    return this.#parts.locks.find(token);
  }

  /** Ends locks that nobody can use any more, as if they had expired now; without tokens, every lock there is. */
  expire(tokens: Iterable<LockToken> = this.#parts.locks.tokens()): void {
    for (const token of tokens) {
      const message = this.find(token);
      if (message !== undefined) this.#endings.expireLock(message);
    }
    this.#hooks.pump();
  }

  /** The new expiry of the lock in epoch milliseconds, or why it cannot be renewed. */
  renew(token: LockToken): number | Refusal {
    const { settings, surroundings, locks } = this.#parts;
    this.#hooks.catchUp();
    if (this.#sessions !== undefined) return notAllowed("Where sessions are required, the session's lock is renewed.");
    const message = locks.find(token);
    if (message === undefined) return lockLost();
    const untilMs = surroundings.clock.now() + settings.lockMs;
    locks.take(message, untilMs, token);
    return untilMs;
  }

  /**
   * Hands out deferred messages by number, all or none: locked, or gone when `deletes`.
   *
   * @param session the session they belong to, where sessions are required
   */
  receiveDeferred(
    sequences: readonly number[],
    deletes: boolean,
    session: string | undefined,
  ): Array<[StoredMessage, LockToken]> | Refusal {
    this.#hooks.catchUp();
    if (this.#sessions !== undefined && this.#sessionEndMs(session) === undefined) {
      return sessionLockLost(session ?? "");
    }
    const found: StoredMessage[] = [];
    for (const sequence of sequences) {
      const message = this.#parts.messages.find(sequence);
      if (message?.state.kind !== "deferred") return messageNotFound(sequence);
      if (this.#sessions !== undefined && message.sessionId !== session) return messageNotFound(sequence);
      found.push(message);
    }
    return found.map((message) => [message, this.hand(message, deletes)]);
  }

  #sessionEndMs(id: string | undefined): number | undefined {
    return id === undefined ? undefined : this.#sessions?.find(id)?.lock?.untilMs;
  }
}
