import type { VirtualClock } from "../../clock.ts";
import { type LockToken, newLockToken } from "../amqp/lock-token.ts";
import { type MessageParts, withProperties } from "../amqp/message-parts.ts";
import { lockLost, messageNotFound, notAllowed, type Refusal } from "../amqp/refusal.ts";
import type { Faults } from "../faults.ts";
import type { Operations } from "../operations.ts";
import { Alarm } from "./alarm.ts";
import { type Consumer, Consumers } from "./consumers.ts";
import { Expiries } from "./expiries.ts";
import { Locks } from "./locks.ts";
import { ReadyMessages } from "./ready-messages.ts";
import type { Sequence } from "./sequence.ts";
import { isDeferred, type Settlement, type StoredMessage } from "./stored-message.ts";

export interface QueueSettings {
  /** Path as `Config.json` spells it: `intake`, `steps/Subscriptions/block-sign-in`, or one of these and its sub-queue. */
  readonly path: string;
  readonly lockMs: number;
  /** Infinity in a dead-letter queue, where nothing is counted. */
  readonly maxDeliveryCount: number;
  /** Infinity when messages do not expire by default. */
  readonly defaultTtlMs: number;
  readonly deadLetterOnExpiry: boolean;
}

/** What every entity of one broker shares. */
export interface Surroundings {
  readonly clock: VirtualClock;
  readonly faults: Faults;
  readonly operations: Operations;
  /** Told after every change that a data file would have to record. */
  readonly changed: () => void;
}

/** Where a message that enters has been before. */
export interface Origin {
  readonly enqueuedSequence?: number;
  readonly enqueuedAtMs?: number;
  readonly deadLetterSource?: string;
  readonly deliveryCount?: number;
  readonly doubled?: boolean;
}

/**
 * The messages of one queue, subscription or dead-letter queue, and what becomes of them. It knows nothing of AMQP:
 * consumers with credit are handed messages as they become ready.
 */
export class MessageQueue {
  readonly settings: QueueSettings;
  readonly sequence: Sequence;
  /** Undefined in a dead-letter queue. */
  readonly deadLetters: MessageQueue | undefined;
  readonly #surroundings: Surroundings;
  /** By sequence number, ascending. */
  readonly #messages = new Map<number, StoredMessage>();
  readonly #ready = new ReadyMessages();
  readonly #locks: Locks;
  readonly #expiries = new Expiries();
  readonly #alarm: Alarm;
  readonly #consumers = new Consumers();
  #gathering: NodeJS.Timeout | undefined;

  constructor(
    settings: QueueSettings,
    sequence: Sequence,
    surroundings: Surroundings,
    deadLetters: MessageQueue | undefined,
  ) {
    this.settings = settings;
    this.sequence = sequence;
    this.deadLetters = deadLetters;
    this.#surroundings = surroundings;
    this.#locks = new Locks(settings.lockMs);
    this.#alarm = new Alarm(surroundings.clock, () => this.pump());
  }

  get size(): number {
    return this.#messages.size;
  }

  /** Every message by sequence number, ascending. */
  messages(): IterableIterator<StoredMessage> {
    return this.#messages.values();
  }

  /** Adds a message without handing anything out: call `pump` when all of a batch are in. */
  add(parts: MessageParts, origin: Origin = {}): void {
    const sequence = this.sequence.next();
    const enqueuedAtMs = origin.enqueuedAtMs ?? this.#surroundings.clock.now();
    this.restore({
      sequence,
      enqueuedSequence: origin.enqueuedSequence ?? sequence,
      enqueuedAtMs,
      expiresAtMs: enqueuedAtMs + this.#ttlMs(parts),
      deadLetterSource: origin.deadLetterSource,
      parts,
      state: { kind: "ready" },
      deliveryCount: origin.deliveryCount ?? 0,
      doubled: origin.doubled ?? false,
    });
    this.#surroundings.changed();
  }

  /** Takes a message over as it is, also from a data file. Numbers must ascend. */
  restore(message: StoredMessage): void {
    this.#messages.set(message.sequence, message);
    if (message.state.kind === "ready") this.#ready.push(message);
    this.#expiries.watch(message, this.#messages.size);
    this.#alarm.notAfter(this.#expiries.nextMs());
  }

  attach(consumer: Consumer): void {
    this.#consumers.add(consumer);
  }

  detach(consumer: Consumer): void {
    this.#consumers.remove(consumer);
  }

  /** Ends what is over at this time, then hands out what is ready to whoever has credit, in turns. */
  pump(): void {
    this.#catchUp();
    const shuffle = this.#surroundings.faults.shuffle(this.settings.path);
    if (shuffle === undefined) this.#handOut();
    else this.#gathering ??= setTimeout(() => this.#handOutGathered(shuffle.random), shuffle.withinMs);
  }

  /** Ends a delivery. Returns why not, when the lock no longer holds or the message may not go there. */
  settle(token: LockToken, settlement: Settlement): Refusal | undefined {
    this.#catchUp();
    const message = this.#locks.find(token);
    if (message === undefined) return lockLost();
    if (settlement.kind === "dead-letter" && this.deadLetters === undefined) {
      return notAllowed("A message in a dead-letter queue cannot be dead-lettered.");
    }
    this.#surroundings.operations.count(settlement.kind, this.settings.path);
    if (settlement.kind === "complete") {
      this.#forget(message);
    } else {
      message.parts = withProperties(message.parts, settlement.changes);
      if (settlement.kind === "dead-letter") this.#moveToDeadLetters(message, {});
      else this.#release(message, settlement.kind === "defer");
    }
    this.pump();
    return undefined;
  }

  /** The message that is held under this lock. */
  lockedBy(token: LockToken): StoredMessage | undefined {
    return this.#locks.find(token);
  }

  /** Ends locks that nobody can use any more, as if they had expired now. */
  expireLocks(tokens: Iterable<LockToken>): void {
    for (const token of tokens) {
      const message = this.#locks.find(token);
      if (message !== undefined) this.#expireLock(message);
    }
    this.pump();
  }

  /** The new expiry of the lock in epoch milliseconds, or why it cannot be renewed. */
  renew(token: LockToken): number | Refusal {
    this.#catchUp();
    const message = this.#locks.find(token);
    if (message === undefined) return lockLost();
    const nowMs = this.#surroundings.clock.now();
    this.#locks.take(message, isDeferred(message), nowMs, token);
    return nowMs + this.settings.lockMs;
  }

  /** Hands out deferred messages by number, all or none: locked, or gone when `deletes`. */
  receiveDeferred(sequences: readonly number[], deletes: boolean): Array<[StoredMessage, LockToken]> | Refusal {
    this.#catchUp();
    const found: StoredMessage[] = [];
    for (const sequence of sequences) {
      const message = this.#messages.get(sequence);
      if (message?.state.kind !== "deferred") return messageNotFound(sequence);
      found.push(message);
    }
    return found.map((message) => [message, this.#deliver(message, deletes)]);
  }

  /** Makes a second copy ready, with the same content. For the `deliver-twice` fault. */
  double(message: StoredMessage): void {
    if (message.doubled) return;
    message.doubled = true;
    const { enqueuedSequence, enqueuedAtMs, deliveryCount } = message;
    this.add(message.parts, { enqueuedSequence, enqueuedAtMs, deliveryCount, doubled: true });
  }

  stop(): void {
    this.#alarm.stop();
    clearTimeout(this.#gathering);
    this.#consumers.clear();
  }

  #handOutGathered(random: () => number): void {
    this.#gathering = undefined;
    this.#handOut(random);
  }

  #handOut(random?: () => number): void {
    for (let consumer = this.#consumers.next(); consumer !== undefined; consumer = this.#consumers.next()) {
      const message = this.#ready.take(random);
      if (message === undefined) return;
      consumer.take(message, this.#deliver(message, consumer.deletes));
    }
  }

  /** Locks a message for its receiver, or gives it away for good. */
  #deliver(message: StoredMessage, deletes: boolean): LockToken {
    this.#surroundings.operations.count("deliveries", this.settings.path);
    if (deletes) {
      this.#forget(message);
      return newLockToken();
    }
    const nowMs = this.#surroundings.clock.now();
    this.#alarm.notAfter(nowMs + this.settings.lockMs);
    return this.#locks.take(message, isDeferred(message), nowMs);
  }

  /** A dead-letter queue keeps everything. */
  #ttlMs(parts: MessageParts): number {
    if (this.deadLetters === undefined) return Number.POSITIVE_INFINITY;
    return Math.min(parts.ttlMs ?? Number.POSITIVE_INFINITY, this.settings.defaultTtlMs);
  }

  /** Ends locks and lives that are over at this time, even when the alarm has not rung yet. */
  #catchUp(): void {
    const nowMs = this.#surroundings.clock.now();
    if (nowMs < this.#alarm.whenMs) return;
    this.#alarm.stop();
    for (const message of this.#locks.due(nowMs)) this.#expireLock(message);
    for (const message of this.#expiries.due(nowMs)) this.#expire(message);
    this.#alarm.notAfter(this.#locks.nextMs());
    this.#alarm.notAfter(this.#expiries.nextMs());
  }

  #expireLock(message: StoredMessage): void {
    this.#surroundings.operations.count("expired-locks", this.settings.path);
    this.#release(message, false);
  }

  /** Back from a receiver: counted, then ready or deferred again, unless it was the last try or its life is over. */
  #release(message: StoredMessage, defers: boolean): void {
    const deferred = defers || isDeferred(message);
    this.#locks.end(message);
    message.state = deferred ? { kind: "deferred" } : { kind: "ready" };
    if (this.deadLetters !== undefined) message.deliveryCount += 1;
    this.#surroundings.changed();
    if (!defers && message.deliveryCount >= this.settings.maxDeliveryCount) {
      this.#moveToDeadLetters(message, {
        DeadLetterReason: "MaxDeliveryCountExceeded",
        DeadLetterErrorDescription: `Message could not be consumed after ${this.settings.maxDeliveryCount} delivery attempts.`,
      });
    } else if (!deferred && message.expiresAtMs <= this.#surroundings.clock.now()) {
      this.#expire(message);
    } else if (!deferred) {
      this.#ready.putBack(message);
    }
  }

  /** Only what waits to be received expires. A locked message is looked at again when it comes back. */
  #expire(message: StoredMessage): void {
    if (message.state.kind !== "ready") return;
    this.#surroundings.operations.count("expired", this.settings.path);
    if (this.settings.deadLetterOnExpiry) {
      this.#moveToDeadLetters(message, {
        DeadLetterReason: "TTLExpiredException",
        DeadLetterErrorDescription: "The message expired and was dead lettered.",
      });
    } else {
      this.#forget(message);
    }
  }

  #moveToDeadLetters(message: StoredMessage, reason: Readonly<Record<string, string>>): void {
    this.#forget(message);
    this.deadLetters?.add(withProperties(message.parts, reason), {
      enqueuedSequence: message.enqueuedSequence,
      enqueuedAtMs: message.enqueuedAtMs,
      deadLetterSource: this.settings.path,
      deliveryCount: message.deliveryCount,
    });
    this.deadLetters?.pump();
  }

  #forget(message: StoredMessage): void {
    this.#locks.end(message);
    message.state = { kind: "gone" };
    this.#messages.delete(message.sequence);
    this.#surroundings.changed();
  }
}
