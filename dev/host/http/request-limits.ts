import { Gate } from "../gate.ts";

export interface RequestLimitOptions {
  /** Requests that run at a time; −1 is no limit. */
  readonly maxConcurrentRequests: number;
  /** Requests that run or wait; −1 is no limit. */
  readonly maxOutstandingRequests: number;
}

/** The host's own limits on HTTP requests. */
export class RequestLimits {
  readonly #gate: Gate;
  readonly #most: number;
  #outstanding = 0;

  constructor({ maxConcurrentRequests, maxOutstandingRequests }: RequestLimitOptions) {
    this.#gate = new Gate(limitOf(maxConcurrentRequests));
    this.#most = limitOf(maxOutstandingRequests);
  }

  /** Whether as many requests are outstanding as may be: the next one is refused. */
  get full(): boolean {
    return this.#outstanding >= this.#most;
  }

  /** Runs `work` in its turn. */
  async run(work: () => Promise<void>): Promise<void> {
    this.#outstanding += 1;
    await this.#gate.enter();
    try {
      await work();
    } finally {
      this.#gate.leave();
      this.#outstanding -= 1;
    }
  }
}

function limitOf(setting: number): number {
  return setting < 0 ? Number.POSITIVE_INFINITY : setting;
}
