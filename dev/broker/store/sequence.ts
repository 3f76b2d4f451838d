/** Sequence numbers of one entity: they only grow, and no number is given twice. */
export class Sequence {
  #last = 0;

  get last(): number {
    return this.#last;
  }

  next(): number {
    this.#last += 1;
    return this.#last;
  }

  /** Continues after `last`, for an entity that is read from its data file. */
  continueAfter(last: number): void {
    this.#last = Math.max(this.#last, last);
  }
}
