import type { MessageParts } from "../amqp/message-parts.ts";
import { sessionId } from "../amqp/system-properties.ts";
import { Alarm } from "./alarm.ts";
import type { Consumer } from "./consumers.ts";
import { Deliveries } from "./deliveries.ts";
import { OpenDispatch } from "./dispatch.ts";
import { Endings } from "./endings.ts";
import { Expiries } from "./expiries.ts";
import { Locks } from "./locks.ts";
import { Messages } from "./messages.ts";
import type { QueueSettings } from "./queue-settings.ts";
import type { Sequence } from "./sequence.ts";
import { Sessions } from "./sessions.ts";
import type { Origin, Sink } from "./sink.ts";
import type { StoredMessage } from "./stored-message.ts";
import type { Surroundings } from "./surroundings.ts";

/**
 * The messages of one queue, subscription or sub-queue, and what becomes of them. It knows nothing of AMQP: consumers
 * with credit are handed messages as they become ready.
 */
export class MessageQueue implements Sink {
  readonly settings: QueueSettings;
  readonly sequence: Sequence;
  /** Only where the entity requires sessions: then every receiver holds one. */
  readonly sessions: Sessions | undefined;
  readonly deliveries: Deliveries;
  readonly #surroundings: Surroundings;
  readonly #keepsEverything: boolean;
  readonly #messages = new Messages();
  readonly #locks = new Locks();
  readonly #expiries = new Expiries();
  readonly #open = new OpenDispatch();
  readonly #endings: Endings;
  readonly #alarm: Alarm;
  #gathering: NodeJS.Timeout | undefined;

  /** @param deadLetters where dead letters go; undefined in a sub-queue, which keeps everything and counts nothing */
  constructor(settings: QueueSettings, sequence: Sequence, surroundings: Surroundings, deadLetters: Sink | undefined) {
    this.settings = settings;
    this.sequence = sequence;
    this.#surroundings = surroundings;
    this.#keepsEverything = deadLetters === undefined;
    this.#alarm = new Alarm(surroundings.clock, () => this.pump());
    const hooks = {
      catchUp: () => this.#catchUp(),
      pump: () => this.pump(),
      lockTaken: (untilMs: number) => this.#alarm.notAfter(untilMs),
      changed: surroundings.changed,
      giveBack: (id: string, counts: boolean) => this.#giveBack(id, counts),
    };
    this.sessions = settings.requiresSession ? new Sessions(surroundings.clock, settings.lockMs, hooks) : undefined;
    const [messages, locks, dispatch] = [this.#messages, this.#locks, this.sessions ?? this.#open];
    const parts = { settings, surroundings, messages, locks, dispatch, deadLetters };
    this.#endings = new Endings(parts);
    this.deliveries = new Deliveries(parts, this.#endings, this.sessions, hooks);
  }

  get size(): number {
    return this.#messages.size;
  }

  /** Bytes of all messages as they were sent. */
  get bytes(): number {
    return this.#messages.bytes;
  }

  /** Every message by sequence number, ascending. */
  messages(): IterableIterator<StoredMessage> {
    return this.#messages.all();
  }

  add(parts: MessageParts, origin: Origin = {}): void {
    const sequence = this.sequence.next();
    const enqueuedAtMs = origin.enqueuedAtMs ?? this.#surroundings.clock.now();
    const message: StoredMessage = {
      sequence,
      enqueuedSequence: origin.enqueuedSequence ?? sequence,
      enqueuedAtMs,
      expiresAtMs: enqueuedAtMs + this.#ttlMs(parts),
      deadLetterSource: origin.deadLetterSource,
      sessionId: this.settings.requiresSession ? sessionId(parts) : undefined,
      hops: origin.hops ?? 0,
      parts,
      state: { kind: "ready" },
      deliveryCount: origin.deliveryCount ?? 0,
      doubled: origin.doubled ?? false,
    };
    if (this.settings.requiresSession && message.sessionId === undefined) this.#refuseWithoutSession(message);
    else this.restore(message);
    this.#surroundings.changed();
  }

  /** Takes a message over as it is, also from a data file. Numbers must ascend. */
  restore(message: StoredMessage): void {
    this.#messages.add(message);
    if (message.state.kind === "ready") (this.sessions ?? this.#open).push(message);
    this.#expiries.watch(message, this.#messages.size);
    this.#alarm.notAfter(this.#expiries.nextMs());
  }

  /** A receiver outside sessions. */
  attach(consumer: Consumer): void {
    this.#open.consumers.add(consumer);
  }

  detach(consumer: Consumer): void {
    this.#open.consumers.remove(consumer);
  }

  /** Ends what is over at this time, then hands out what is ready to whoever has credit, in turns. */
  pump(): void {
    this.#catchUp();
    // Sessions promise an order, which a fault must not break either.
    const shuffle = this.sessions === undefined ? this.#surroundings.faults.shuffle(this.settings.path) : undefined;
    if (shuffle === undefined) this.#handOut();
    else this.#gathering ??= setTimeout(() => this.#handOutGathered(shuffle.random), shuffle.withinMs);
  }

  /** Deletes messages that are ready, oldest first; how many. */
  deleteReady(most: number, isMeant: (message: StoredMessage) => boolean): number {
    this.#catchUp();
    let deleted = 0;
    for (const message of this.#messages.all()) {
      if (deleted === most) break;
      if (message.state.kind !== "ready" || !isMeant(message)) continue;
      this.#endings.forget(message);
      deleted += 1;
    }
    return deleted;
  }

  /** Deletes every message, whatever its state. */
  purge(): void {
    for (const message of this.#messages.all()) this.#endings.forget(message);
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
    this.#open.stop();
    this.sessions?.stop();
  }

  #handOutGathered(random: () => number): void {
    this.#gathering = undefined;
    this.#handOut(random);
  }

  #handOut(random?: () => number): void {
    (this.sessions ?? this.#open).handOut(
      (message, consumer) => consumer.take(message, this.deliveries.hand(message, consumer.deletes)),
      random,
    );
  }

  /** Back from the receiver of a session that ended. */
  #giveBack(id: string, counts: boolean): void {
    for (const message of this.#locks.ofSession(id)) {
      if (counts) this.#endings.expireLock(message);
      else this.#endings.release(message, { counts });
    }
  }

  #refuseWithoutSession(message: StoredMessage): void {
    this.#endings.deadLetter(message, {
      DeadLetterReason: "Session ID is null.",
      DeadLetterErrorDescription: "Session enabled entity doesn't allow a message whose session identifier is null.",
    });
  }

  #ttlMs(parts: MessageParts): number {
    if (this.#keepsEverything) return Number.POSITIVE_INFINITY;
    return Math.min(parts.ttlMs ?? Number.POSITIVE_INFINITY, this.settings.defaultTtlMs);
  }

  /** Ends locks and lives that are over at this time, even when the alarm has not rung yet. */
  #catchUp(): void {
    const nowMs = this.#surroundings.clock.now();
    if (nowMs < this.#alarm.whenMs) return;
    this.#alarm.stop();
    // Messages of a session are locked as long as the session is.
    if (this.sessions === undefined) for (const message of this.#locks.due(nowMs)) this.#endings.expireLock(message);
    else this.sessions.expire(nowMs);
    for (const message of this.#expiries.due(nowMs)) this.#endings.expire(message);
    this.#alarm.notAfter((this.sessions ?? this.#locks).nextMs());
    this.#alarm.notAfter(this.#expiries.nextMs());
  }
}
