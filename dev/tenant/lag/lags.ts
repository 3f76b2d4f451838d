/** Something whose reads trail behind its writes: a `Replica`, or a log with a delay. */
export interface Lagging {
  /** Milliseconds of virtual time; 0: reads show writes at once. */
  lagMs: number;
}

/** Everything that can be told to lag, by the name that an order uses. */
export class Lags {
  readonly #byProperty = new Map<string, Lagging>();

  constructor(properties: Readonly<Record<string, Lagging>> = {}) {
    for (const [property, lagging] of Object.entries(properties)) this.register(property, lagging);
  }

  register(property: string, lagging: Lagging): void {
    if (this.#byProperty.has(property)) throw new RangeError(`${property} can lag already`);
    this.#byProperty.set(property, lagging);
  }

  /** From now on. What was written before keeps the lag of its time. @throws {RangeError} no such property */
  set(property: string, ms: number): void {
    const lagging = this.#byProperty.get(property);
    if (lagging === undefined) {
      throw new RangeError(`${property} cannot lag. What can: ${[...this.#byProperty.keys()].join(", ")}`);
    }
    lagging.lagMs = ms;
  }

  of(property: string): number {
    return this.#byProperty.get(property)?.lagMs ?? 0;
  }

  clear(): void {
    for (const lagging of this.#byProperty.values()) lagging.lagMs = 0;
  }
}
