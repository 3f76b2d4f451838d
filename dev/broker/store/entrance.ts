import { timestampValue } from "../amqp/codec.ts";
import type { MessageParts } from "../amqp/message-parts.ts";
import { messageId } from "../amqp/system-properties.ts";
import { Alarm } from "./alarm.ts";
import { DuplicateWindow } from "./duplicate-window.ts";
import { Heap } from "./heap.ts";
import type { Sequence } from "./sequence.ts";
import type { Origin, Sink } from "./sink.ts";
import type { Surroundings } from "./surroundings.ts";

/** A message that waits for its time. Its number is valid only as long as it waits. */
export interface ScheduledMessage {
  readonly sequence: number;
  readonly atMs: number;
  readonly parts: MessageParts;
}

/** The annotation in which a sender names the time at which its message shall be enqueued. */
export const SCHEDULED_ENQUEUE_TIME = "x-opt-scheduled-enqueue-time";

/** Where messages enter a queue or topic: repeated ids are dropped, and early messages wait for their time. */
export class Entrance {
  readonly path: string;
  readonly duplicates: DuplicateWindow | undefined;
  readonly sequence: Sequence;
  readonly #surroundings: Surroundings;
  readonly #into: Sink;
  readonly #passesOn: boolean;
  readonly #waiting = new Map<number, ScheduledMessage>();
  readonly #due = new Heap<ScheduledMessage>((message) => message.atMs);
  readonly #alarm: Alarm;

  constructor(options: {
    path: string;
    duplicateWindowMs: number | undefined;
    sequence: Sequence;
    surroundings: Surroundings;
    /** Takes each message whose time has come. */
    into: Sink;
    /** Messages only pass through, as at a topic, and so get their number here. */
    passesOn: boolean;
  }) {
    this.path = options.path;
    const windowMs = options.duplicateWindowMs;
    this.duplicates = windowMs === undefined ? undefined : new DuplicateWindow(windowMs);
    this.sequence = options.sequence;
    this.#surroundings = options.surroundings;
    this.#into = options.into;
    this.#passesOn = options.passesOn;
    this.#alarm = new Alarm(options.surroundings.clock, () => this.#activateDue());
  }

  /** Takes the messages of one send, all of them. Repeated ones are accepted and dropped, as the service does. */
  accept(messages: readonly MessageParts[]): void {
    this.#activateDue();
    const nowMs = this.#surroundings.clock.now();
    this.#surroundings.operations.count("messages", this.path, messages.length);
    for (const parts of messages) {
      if (this.#isRepeated(parts, nowMs)) continue;
      const atMs = timestampValue(parts.annotations.get(SCHEDULED_ENQUEUE_TIME));
      if (atMs !== undefined && atMs > nowMs) this.#wait(parts, atMs);
      else this.#enter(parts, {});
    }
    this.#into.pump();
  }

  /** Takes a message that another entity forwards: call `pump` when all are in. */
  forwarded(parts: MessageParts, origin: Origin): void {
    this.#activateDue();
    this.#surroundings.operations.count("forwarded", this.path);
    if (!this.#isRepeated(parts, this.#surroundings.clock.now())) this.#enter(parts, origin);
  }

  pump(): void {
    this.#into.pump();
  }

  /** As `accept`, for the `$management` operation: the numbers of the messages, in their order. */
  schedule(messages: readonly MessageParts[]): number[] {
    const nowMs = this.#surroundings.clock.now();
    this.#surroundings.operations.count("messages", this.path, messages.length);
    const numbers = messages.map((parts) => {
      if (this.#isRepeated(parts, nowMs)) return this.sequence.next();
      return this.#wait(parts, timestampValue(parts.annotations.get(SCHEDULED_ENQUEUE_TIME)) ?? nowMs);
    });
    this.#activateDue();
    return numbers;
  }

  /** Deletes a scheduled message; false when none with this number waits any more. */
  cancel(sequence: number): boolean {
    this.#activateDue();
    this.#surroundings.changed();
    return this.#waiting.delete(sequence);
  }

  /** Every message that waits, by sequence number, ascending. */
  scheduled(): IterableIterator<ScheduledMessage> {
    return this.#waiting.values();
  }

  get scheduledCount(): number {
    return this.#waiting.size;
  }

  /** Puts a message back that a data file kept. */
  restore(message: ScheduledMessage): void {
    this.#waiting.set(message.sequence, message);
    this.#due.push(message);
    this.#alarm.notAfter(message.atMs);
  }

  /** Deletes every message that waits. */
  purge(): void {
    this.#waiting.clear();
    this.#surroundings.changed();
  }

  stop(): void {
    this.#alarm.stop();
  }

  #wait(parts: MessageParts, atMs: number): number {
    const sequence = this.sequence.next();
    this.restore({ sequence, atMs, parts });
    this.#surroundings.changed();
    return sequence;
  }

  #isRepeated(parts: MessageParts, nowMs: number): boolean {
    if (this.duplicates === undefined) return false;
    if (!this.duplicates.isRepeated(messageId(parts), nowMs)) return false;
    this.#surroundings.operations.count("dropped-duplicates", this.path);
    return true;
  }

  /** Messages whose time has come get a new number; none is enqueued before its scheduled time. */
  #activateDue(): void {
    const nowMs = this.#surroundings.clock.now();
    if (nowMs < this.#alarm.whenMs) return;
    this.#alarm.stop();
    for (let next = this.#due.peek(); next !== undefined && next.atMs <= nowMs; next = this.#due.peek()) {
      this.#due.take();
      if (!this.#waiting.delete(next.sequence)) continue;
      this.#enter(next.parts, { enqueuedSequence: next.sequence, enqueuedAtMs: nowMs });
    }
    this.#alarm.notAfter(this.#due.peek()?.atMs);
    this.#into.pump();
  }

  #enter(parts: MessageParts, origin: Origin): void {
    const enqueuedSequence = origin.enqueuedSequence ?? (this.#passesOn ? this.sequence.next() : undefined);
    this.#into.add(parts, enqueuedSequence === undefined ? origin : { ...origin, enqueuedSequence });
  }
}
