import type { VirtualClock } from "../../clock.ts";

/** As the real host's blob lease. Milliseconds of virtual time. */
const LEASE_MS = 60_000;

/** Who runs the timers: one instance at a time. A holder that vanishes holds on until its last renewal has run out. */
export class SingletonLease {
  readonly #clock: VirtualClock;
  #holder: object | undefined;
  #until = Number.POSITIVE_INFINITY;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  /** Whether `holder` has it now. It keeps it, renewed, until `release` or `vanish`. */
  acquire(holder: object): boolean {
    if (this.#holder !== undefined && this.#holder !== holder && this.#clock.now() < this.#until) return false;
    this.#holder = holder;
    this.#until = Number.POSITIVE_INFINITY;
    return true;
  }

  isHeldBy(holder: object): boolean {
    return this.#holder === holder;
  }

  /** Ended in good order: whoever asks next gets it. */
  release(holder: object): void {
    if (this.#holder === holder) this.#holder = undefined;
  }

  /** Renews no more. */
  vanish(holder: object): void {
    if (this.#holder === holder) this.#until = this.#clock.now() + LEASE_MS;
  }
}
