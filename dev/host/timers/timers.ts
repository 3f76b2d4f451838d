import type { VirtualClock } from "../../clock.ts";
import type { SingletonLease } from "./singleton-lease.ts";
import type { TimerListener } from "./timer-listener.ts";

/** How often an instance without the lease asks for it. Milliseconds of virtual time. */
const ASK_AGAIN_MS = 60_000;

/** The timers of one instance. They run while it holds the lease. */
export class Timers {
  readonly #timers: readonly TimerListener[];
  readonly #lease: SingletonLease;
  readonly #clock: VirtualClock;
  #stopped = false;
  #cancel: () => void = () => undefined;

  constructor(timers: readonly TimerListener[], lease: SingletonLease, clock: VirtualClock) {
    this.#timers = timers;
    this.#lease = lease;
    this.#clock = clock;
  }

  /** Starts the timers as soon as the lease is this instance's. */
  start(): void {
    if (this.#stopped || this.#timers.length === 0) return;
    if (this.#lease.acquire(this)) for (const timer of this.#timers) timer.start();
    else this.#cancel = this.#clock.at(this.#clock.now() + ASK_AGAIN_MS, () => this.start());
  }

  due(): boolean {
    return this.#timers.some((timer) => timer.due());
  }

  /** Whether this instance runs the timers. */
  get own(): boolean {
    return this.#lease.isHeldBy(this);
  }

  find(functionName: string): TimerListener | undefined {
    return this.#timers.find((timer) => timer.functionName.toLowerCase() === functionName.toLowerCase());
  }

  /** Begins no new run. `vanish`: the lease is not given back, and runs out. */
  stop(how: "release" | "vanish"): void {
    this.#stopped = true;
    this.#cancel();
    for (const timer of this.#timers) timer.stop();
    this.#lease[how](this);
  }
}
