/** An invocation took longer than host.json allows. The worker was ended for it. */
export class FunctionTimeoutError extends Error {
  override readonly name = "FunctionTimeoutError";
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The time limit of one invocation, in real time: virtual days may pass while a function runs for a second. */
export class FunctionTimer {
  readonly #limitMs: number;
  readonly #timer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(limitMs: number, onOver: () => void) {
    this.#limitMs = limitMs;
    if (limitMs > LONGEST_TIMER_MS) return;
    this.#timer = setTimeout(() => {
      this.#over = true;
      onOver();
    }, limitMs).unref();
  }

  /** The error when the limit was passed. */
  timedOut(functionName: string): FunctionTimeoutError | undefined {
    if (!this.#over) return undefined;
    const limit = `${this.#limitMs / 1000} s, functionTimeout in host.json`;
    return new FunctionTimeoutError(`"${functionName}" ran longer than ${limit}: its worker was ended`);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
