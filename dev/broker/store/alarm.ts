import type { VirtualClock } from "../../clock.ts";

/** One wake-up per entity, however many messages wait: it rings at the earliest time asked for, then is silent. */
export class Alarm {
  readonly #clock: VirtualClock;
  readonly #ring: () => void;
  /** Epoch milliseconds; in the past while it rings, so that its owner looks; Infinity when nothing is asked for. */
  whenMs = Number.POSITIVE_INFINITY;
  #cancel: (() => void) | undefined;

  constructor(clock: VirtualClock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  /** Rings at `epochMs` or earlier; undefined asks for nothing. */
  notAfter(epochMs: number | undefined): void {
    if (epochMs === undefined || epochMs >= this.whenMs || !Number.isFinite(epochMs)) return;
    this.stop();
    this.whenMs = epochMs;
    this.#cancel = this.#clock.at(epochMs, this.#ring);
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.whenMs = Number.POSITIVE_INFINITY;
  }
}
