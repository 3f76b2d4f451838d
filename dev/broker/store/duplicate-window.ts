/** Message ids seen within the detection window. The window starts at the first sight and is not extended. */
export class DuplicateWindow {
  readonly #windowMs: number;
  /** Id to the time it is forgotten; a constant window keeps this in order of time. */
  readonly #seen = new Map<string, number>();

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** True when the id was seen within the window; otherwise it is remembered from now on. */
  isRepeated(id: string, nowMs: number): boolean {
    for (const [old, forgetAtMs] of this.#seen) {
      if (forgetAtMs > nowMs) break;
      this.#seen.delete(old);
    }
    if (this.#seen.has(id)) return true;
    this.#seen.set(id, nowMs + this.#windowMs);
    return false;
  }

  entries(): Array<[id: string, forgetAtMs: number]> {
    return [...this.#seen];
  }

  restore(entries: Iterable<readonly [id: string, forgetAtMs: number]>): void {
    for (const [id, forgetAtMs] of entries) this.#seen.set(id, forgetAtMs);
  }
}
