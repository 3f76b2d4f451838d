interface Part {
  close(): Promise<void>;
}

/** What has been started, to be ended the other way round. */
export class Started {
  readonly #ends: (() => void | Promise<void>)[] = [];

  add(end: () => void | Promise<void>): void {
    this.#ends.push(end);
  }

  /** Waits for parts that start at the same time; when one of them fails, the others are still ended by `end`. */
  async together<const Starting extends readonly Promise<Part>[]>(starting: Starting) {
    for (const one of await Promise.allSettled(starting)) {
      if (one.status === "fulfilled") this.add(() => one.value.close());
    }
    return await Promise.all(starting);
  }

  /** Ends everything, also when an end fails. @throws what failed first */
  async end(): Promise<void> {
    const failures: unknown[] = [];
    for (const end of this.#ends.splice(0).reverse()) {
      try {
        await end();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
