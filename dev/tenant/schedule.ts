import { z } from "zod";
import type { VirtualClock } from "../clock.ts";
import type { Book } from "./book.ts";

const Due = z.object({ at: z.number(), kind: z.string(), subject: z.string() });
/** Something that is going to happen: what, to whom (an id), and when (epoch milliseconds). */
export type Due = z.infer<typeof Due>;

/** `at`: when it was due, which may be long ago where time was moved on far. */
export type DueHandler = (subject: string, at: number) => void;

/**
 * Consequences that come later: the end of the 30 days in the bin, a clock of a mailbox. They are data, so that they
 * outlive a restart; each kind has one handler. They happen in order of their times, also when time leaps over all of them.
 */
export class Schedule implements Book<Due[]> {
  readonly schema = z.array(Due);
  readonly #handlers = new Map<string, DueHandler>();
  readonly #changed: () => void;
  #waiting: Due[] = [];
  #clock: VirtualClock | undefined;
  #cancelAlarm: () => void = () => undefined;
  #running = false;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Says what happens when something of this kind is due. Once for each kind, when the tenant is put together. */
  handle(kind: string, handler: DueHandler): void {
    if (this.#handlers.has(kind)) throw new RangeError(`The schedule has a handler for ${kind} already`);
    this.#handlers.set(kind, handler);
  }

  /** `kind` happens to `subject` at `epochMs` of virtual time, instead of any earlier appointment of the same two. */
  at(epochMs: number, kind: string, subject: string): void {
    this.#remove(kind, subject);
    const place = this.#waiting.findLastIndex((due) => due.at <= epochMs) + 1;
    this.#waiting.splice(place, 0, { at: epochMs, kind, subject });
    this.#changed();
    if (place === 0) this.#arm();
  }

  cancel(kind: string, subject: string): void {
    if (this.#remove(kind, subject)) this.#changed();
  }

  /** When `kind` is going to happen to `subject`; undefined: not at all. */
  dueAt(kind: string, subject: string): number | undefined {
    return this.#waiting.find((due) => due.kind === kind && due.subject === subject)?.at;
  }

  /** Lets happen whatever is due by now. Every request and every leap of time calls it. */
  runDue(): void {
    if (this.#running) return;
    this.#running = true;
    try {
      // One by one: what happens may make something else due, earlier than the next in line.
      for (let next = this.#next(); next !== undefined; next = this.#next()) {
        this.#waiting.shift();
        this.#changed();
        this.#handlers.get(next.kind)?.(next.subject, next.at);
      }
    } finally {
      this.#running = false;
    }
    this.#arm();
  }

  /** From now on things happen by themselves. Returns a function that ends that. */
  start(clock: VirtualClock): () => void {
    this.#clock = clock;
    const unsubscribe = clock.onAdvance(() => this.runDue());
    this.runDue();
    return () => {
      this.#clock = undefined;
      this.#cancelAlarm();
      unsubscribe();
    };
  }

  content(): Due[] {
    return this.#waiting;
  }

  restore(waiting: Due[]): void {
    this.#waiting = waiting;
  }

  #next(): Due | undefined {
    const [first] = this.#waiting;
    return first !== undefined && first.at <= Date.now() ? first : undefined;
  }

  #remove(kind: string, subject: string): boolean {
    const place = this.#waiting.findIndex((due) => due.kind === kind && due.subject === subject);
    if (place >= 0) this.#waiting.splice(place, 1);
    return place >= 0;
  }

  #arm(): void {
    this.#cancelAlarm();
    const [first] = this.#waiting;
    if (first === undefined || this.#clock === undefined) return;
    this.#cancelAlarm = this.#clock.at(first.at, () => this.runDue());
  }
}
