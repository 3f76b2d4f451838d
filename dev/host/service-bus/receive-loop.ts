import { setTimeout as sleep } from "node:timers/promises";

const AFTER_ERROR_MS = 1000;

export interface ReceiveLoopOptions {
  /**
   * Takes what there is and works on it, up to its settlement; ends its wait for messages when `signal` is aborted, but
   * not its work. Rejects when nothing can be received.
   */
  readonly round: (signal: AbortSignal) => Promise<void>;
  /** Closes what the rounds opened: after the last one, and after one that rejected. */
  readonly reset: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/** Receives round after round until it is stopped; after an error it waits a second. */
export class ReceiveLoop {
  readonly #options: ReceiveLoopOptions;
  readonly #stop = new AbortController();
  readonly #ended: Promise<void>;

  constructor(options: ReceiveLoopOptions) {
    this.#options = options;
    this.#ended = this.#run();
  }

  /** Takes no more messages; resolves when those in work are settled and all is closed. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { round, reset, onError } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted) {
      try {
        await round(signal);
      } catch (error) {
        if (signal.aborted) break;
        onError(error);
        await reset().catch(() => undefined);
        await sleep(AFTER_ERROR_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    await reset();
  }
}
