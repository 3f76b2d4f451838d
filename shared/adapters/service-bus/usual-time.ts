/** So many of the last answers count. */
const remembered = 20;
/** Fewer say nothing yet. */
const enough = 5;
const factor = 4;

/** How long an answer may stay away before that is unusual, learned from the answers that came. */
export class UsualTime {
  readonly #atLeastMs: number;
  readonly #atMostMs: number;
  #tookMs: readonly number[] = [];

  /** @param limits the shortest and the longest that is ever waited, in milliseconds */
  constructor({ atLeastMs, atMostMs }: { readonly atLeastMs: number; readonly atMostMs: number }) {
    this.#atLeastMs = atLeastMs;
    this.#atMostMs = atMostMs;
  }

  /** An answer came after so many milliseconds. */
  took(ms: number): void {
    this.#tookMs = [...this.#tookMs, ms].slice(-remembered);
  }

  /** Longer than that is unusual, in milliseconds: some times as long as the slowest of the last answers. */
  get limitMs(): number {
    if (this.#tookMs.length < enough) return this.#atMostMs;
    return Math.min(this.#atMostMs, Math.max(this.#atLeastMs, factor * Math.max(...this.#tookMs)));
  }
}
