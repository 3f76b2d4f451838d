import type { VirtualClock } from "../../clock.ts";
import { type Refusal, timedOut } from "../amqp/refusal.ts";
import type { Session, SessionConsumer } from "./session.ts";

/** A receiver that waits for any session with messages. */
interface Waiter {
  readonly consumer: SessionConsumer;
  readonly answer: (result: Session | Refusal) => void;
  readonly stopTimer: () => void;
}

/** Receivers that wait for the next session, first come first served. */
export class SessionWaiters {
  readonly #clock: VirtualClock;
  readonly #waiting: Waiter[] = [];

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  get first(): SessionConsumer | undefined {
    return this.#waiting[0]?.consumer;
  }

  /** Waits that long at most. */
  add(consumer: SessionConsumer, forMs: number, answer: (result: Session | Refusal) => void): void {
    const stopTimer = this.#clock.at(this.#clock.now() + forMs, () => {
      this.#remove(waiter);
      answer(timedOut("No session had messages and no lock within the time the receiver wanted to wait."));
    });
    const waiter: Waiter = { consumer, answer, stopTimer };
    this.#waiting.push(waiter);
  }

  /** Gives up waiting for this one, without an answer. */
  drop(consumer: SessionConsumer): void {
    for (const waiter of this.#waiting.filter((other) => other.consumer === consumer)) {
      waiter.stopTimer();
      this.#remove(waiter);
    }
  }

  /** Answers the one that waited longest. */
  serve(session: Session): void {
    const waiter = this.#waiting.shift();
    waiter?.stopTimer();
    waiter?.answer(session);
  }

  stop(): void {
    for (const { stopTimer } of this.#waiting.splice(0)) stopTimer();
  }

  #remove(waiter: Waiter): void {
    const at = this.#waiting.indexOf(waiter);
    if (at >= 0) this.#waiting.splice(at, 1);
  }
}
