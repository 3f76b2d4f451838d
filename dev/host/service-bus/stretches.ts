import { type Listening, Receiving, type ReceivingOptions } from "./receiving.ts";

/** One stretch of receiving, from its making to `stop`. */
export interface Stretch {
  /** Takes no more messages at once; resolves when those in work are settled and the links are closed. */
  stop(): Promise<void>;
}

/** One stretch after another; those that are ending beside the one that runs. */
class Stretches implements Listening {
  readonly #start: () => Stretch;
  readonly #onError: (error: unknown) => void;
  readonly #ending = new Set<Promise<void>>();
  #running: Stretch | undefined;

  constructor(start: () => Stretch, onError: (error: unknown) => void) {
    this.#start = start;
    this.#onError = onError;
  }

  resume(): void {
    this.#running ??= this.#start();
  }

  pause(): void {
    if (this.#running === undefined) return;
    const ending = this.#running.stop().catch(this.#onError);
    this.#running = undefined;
    this.#ending.add(ending);
    void ending.then(() => this.#ending.delete(ending));
  }

  again(): void {
    this.pause();
    this.resume();
  }

  async close(): Promise<void> {
    this.pause();
    await Promise.all(this.#ending);
  }
}

/** Receives in stretches, each made by `start`; `again` ends the one that runs and begins another. */
export function listening(
  options: ReceivingOptions,
  start: (receiving: Receiving, again: () => void) => Stretch,
): Listening {
  const receiving = new Receiving(options);
  const stretches: Stretches = new Stretches(
    () => start(receiving, () => stretches.again()),
    (error) => receiving.note(String(error)),
  );
  return stretches;
}
