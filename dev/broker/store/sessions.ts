import type { VirtualClock } from "../../clock.ts";
import { type Refusal, sessionCannotBeLocked, sessionLockLost } from "../amqp/refusal.ts";
import type { Consumer } from "./consumers.ts";
import type { Dispatch } from "./dispatch.ts";
import { Session, type SessionConsumer, type SessionState } from "./session.ts";
import { SessionWaiters } from "./session-waiters.ts";
import type { StoredMessage } from "./stored-message.ts";

/** How the end of a session's lock reaches the messages that are locked under it. */
export interface SessionMessages {
  /** Every message that a receiver holds under this session becomes ready again, counted as a delivery or not. */
  readonly giveBack: (sessionId: string, counts: boolean) => void;
  /** Ends what is over at this time. */
  readonly catchUp: () => void;
  /** A lock was taken or renewed: the queue has to look again when it ends. */
  readonly lockTaken: (untilMs: number) => void;
  readonly changed: () => void;
}

/**
 * The sessions of one queue or subscription. One receiver at a time holds a session, and gets its messages in order.
 *
 * @see https://learn.microsoft.com/azure/service-bus-messaging/message-sessions
 */
export class Sessions implements Dispatch {
  readonly #clock: VirtualClock;
  readonly #lockMs: number;
  readonly #messages: SessionMessages;
  readonly #byId = new Map<string, Session>();
  /** Every session that may be available, and some that no longer are; first those that became so first. */
  readonly #available = new Set<Session>();
  /** In order of the end of their locks, because a renewed one goes to the end. */
  readonly #held = new Set<Session>();
  readonly #waiters: SessionWaiters;

  constructor(clock: VirtualClock, lockMs: number, messages: SessionMessages) {
    this.#clock = clock;
    this.#lockMs = lockMs;
    this.#messages = messages;
    this.#waiters = new SessionWaiters(clock);
  }

  /** Locks this session, also one without messages. The end of the lock in epoch milliseconds, or why not. */
  accept(id: string, consumer: SessionConsumer): number | Refusal {
    this.#messages.catchUp();
    const session = this.#session(id);
    return session.lock === undefined ? this.#lock(session, consumer) : sessionCannotBeLocked(id);
  }

  /** Locks the next session that has messages, as soon as there is one. */
  acceptNext(consumer: SessionConsumer, forMs: number, answer: (result: Session | Refusal) => void): void {
    this.#messages.catchUp();
    this.#waiters.add(consumer, forMs, answer);
    this.#serveWaiters();
  }

  /** The receiver is gone. Closing ends its lock; a broken connection leaves it until it expires, unless `atOnce`. */
  leave(consumer: SessionConsumer, how: "closed" | "broken", atOnce: boolean): void {
    this.#waiters.drop(consumer);
    for (const session of this.#held) {
      if (session.lock?.consumer !== consumer) continue;
      if (how === "broken" && !atOnce) session.lock = { ...session.lock, consumer: undefined };
      else this.#unlock(session, false);
    }
  }

  find(id: string): Session | undefined {
    return this.#byId.get(id);
  }

  /** The new end of the lock in epoch milliseconds, or why it cannot be renewed. */
  renew(id: string, linkName: string | undefined): number | Refusal {
    const session = this.lockedBy(id, linkName);
    return session instanceof Session ? this.#lock(session, session.lock?.consumer) : session;
  }

  /** The session, when this link holds it (or anybody, when no link is named). */
  lockedBy(id: string, linkName: string | undefined): Session | Refusal {
    this.#messages.catchUp();
    const session = this.#byId.get(id);
    if (session?.lock === undefined) return sessionLockLost(id);
    if (linkName !== undefined && session.lock.consumer?.name !== linkName) return sessionLockLost(id);
    return session;
  }

  setState(session: Session, bytes: Buffer | undefined): void {
    session.state = bytes === undefined ? undefined : { bytes, updatedAtMs: this.#clock.now() };
    this.#messages.changed();
  }

  /** Every session that has something to remember, in no order that means anything. */
  all(): IterableIterator<Session> {
    return this.#byId.values();
  }

  restoreState(id: string, state: SessionState): void {
    this.#session(id).state = state;
  }

  push(message: StoredMessage): void {
    const session = this.#session(message.sessionId ?? "");
    session.ready.push(message);
    this.#offer(session);
  }

  putBack(message: StoredMessage): void {
    const session = this.#session(message.sessionId ?? "");
    session.ready.putBack(message);
    this.#offer(session);
  }

  handOut(deliver: (message: StoredMessage, consumer: Consumer) => void): void {
    this.#serveWaiters();
    for (const session of this.#held) {
      const consumer = session.lock?.consumer;
      while (consumer !== undefined && consumer.credit() > 0) {
        const message = session.ready.take();
        if (message === undefined) break;
        deliver(message, consumer);
      }
    }
  }

  /** Ends the locks that are over: their receivers are told, and what they held counts as delivered in vain. */
  expire(nowMs: number): void {
    for (const session of this.#held) {
      if (session.lock === undefined || session.lock.untilMs > nowMs) return;
      this.expireNow(session);
    }
  }

  /** Ends one lock as if its time were over. */
  expireNow(session: Session): void {
    const consumer = session.lock?.consumer;
    this.#unlock(session, true);
    consumer?.sessionLost();
  }

  /** When the next lock ends. */
  nextMs(): number | undefined {
    for (const { lock } of this.#held) return lock?.untilMs;
    return undefined;
  }

  stop(): void {
    this.#waiters.stop();
    this.#held.clear();
  }

  #lock(session: Session, consumer: SessionConsumer | undefined): number {
    const untilMs = this.#clock.now() + this.#lockMs;
    session.lock = { consumer, untilMs };
    this.#held.delete(session);
    this.#held.add(session);
    this.#messages.lockTaken(untilMs);
    return untilMs;
  }

  #unlock(session: Session, counts: boolean): void {
    session.lock = undefined;
    this.#held.delete(session);
    this.#messages.giveBack(session.id, counts);
    this.#offer(session);
    if (!session.isForgettable) return;
    this.#byId.delete(session.id);
    this.#available.delete(session);
  }

  #session(id: string): Session {
    const known = this.#byId.get(id);
    if (known !== undefined) return known;
    const session = new Session(id);
    this.#byId.set(id, session);
    return session;
  }

  #offer(session: Session): void {
    if (session.isAvailable) this.#available.add(session);
  }

  #serveWaiters(): void {
    for (const session of this.#available) {
      if (this.#waiters.first === undefined) return;
      this.#available.delete(session);
      if (!session.isAvailable) continue;
      this.#lock(session, this.#waiters.first);
      this.#waiters.serve(session);
    }
  }
}
