import { type LockToken, newLockToken } from "../amqp/lock-token.ts";
import type { StoredMessage } from "./stored-message.ts";

/** The locks of one queue, by token. All last equally long from when they are taken or renewed. */
export class Locks {
  readonly #lockMs: number;
  /** In order of expiry, because a renewed lock goes to the end. */
  readonly #held = new Map<LockToken, StoredMessage>();

  constructor(lockMs: number) {
    this.#lockMs = lockMs;
  }

  /** Locks a message; `token` when it is held already and renewed. */
  take(message: StoredMessage, deferred: boolean, nowMs: number, token = newLockToken()): LockToken {
    this.#held.delete(token);
    message.state = { kind: "locked", token, untilMs: nowMs + this.#lockMs, deferred };
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
