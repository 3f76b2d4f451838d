import { type LockToken, newLockToken } from "../amqp/lock-token.ts";
import { isDeferred, type StoredMessage } from "./stored-message.ts";

/** The locked messages of one queue, by token. Outside sessions all locks last equally long from taking or renewing. */
export class Locks {
  /** In order of expiry, because a renewed lock goes to the end. */
  readonly #held = new Map<LockToken, StoredMessage>();

  /** Locks a message until that time; `token` when it is held already and renewed. */
  take(message: StoredMessage, untilMs: number, token = newLockToken()): LockToken {
    this.#held.delete(token);
    message.state = { kind: "locked", token, untilMs, deferred: isDeferred(message) };
    this.#held.set(token, message);
    return token;
  }

  find(token: LockToken): StoredMessage | undefined {
    return this.#held.get(token);
  }

  /** Forgets the lock of a message, if it has one; the caller gives it its next state. */
  end(message: StoredMessage): void {
    if (message.state.kind === "locked") this.#held.delete(message.state.token);
  }

  /** Every token in use, first those whose lock ends first. */
  tokens(): LockToken[] {
    return [...this.#held.keys()];
  }

  /** The locked messages of one session. */
  ofSession(id: string): StoredMessage[] {
    return [...this.#held.values()].filter(({ sessionId }) => sessionId === id);
  }

  /** The messages whose locks are over at this time, first those that ended first. */
  *due(nowMs: number): Generator<StoredMessage> {
    for (const message of this.#held.values()) {
      if (message.state.kind !== "locked" || message.state.untilMs > nowMs) return;
      yield message;
    }
  }

  /** When the next lock ends. */
  nextMs(): number | undefined {
    for (const { state } of this.#held.values()) return state.kind === "locked" ? state.untilMs : undefined;
    return undefined;
  }
}
