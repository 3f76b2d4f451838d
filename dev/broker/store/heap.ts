/** A priority queue: `peek` and `take` give the item with the smallest key. */
export class Heap<T> {
  readonly #key: (item: T) => number;
  #items: T[] = [];

  constructor(key: (item: T) => number) {
    this.#key = key;
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    const items = this.#items;
    let at = items.push(item) - 1;
    const key = this.#key(item);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = items[above];
      if (parent === undefined || this.#key(parent) <= key) break;
      items[at] = parent;
      at = above;
    }
    items[at] = item;
  }

  take(): T | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (last !== undefined && this.#items.length > 0) this.#sink(last);
    return first;
  }

  /** Drops every item that no longer matters; for owners that forget items lazily. */
  keep(matters: (item: T) => boolean): void {
    const kept = this.#items.filter(matters);
    this.#items = [];
    for (const item of kept) this.push(item);
  }

  #sink(item: T): void {
    const items = this.#items;
    const key = this.#key(item);
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      let child = items[below];
      if (child === undefined) break;
      const right = items[below + 1];
      if (right !== undefined && this.#key(right) < this.#key(child)) {
        below += 1;
        child = right;
      }
      if (this.#key(child) >= key) break;
      items[at] = child;
      at = below;
    }
    items[at] = item;
  }
}
