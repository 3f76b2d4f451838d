const forever = new Promise<never>(() => undefined);
/** These answer at once from memory, or are read piece by piece: no process dies in the middle of them. */
const within = ["canRead", "keyFor", "idFor", "dueAt"];

/** A call that leaves the process, for example `before ledger.commit`. */
export type Crossing = `${"before" | "after"} ${string}`;

/**
 * Everything that leaves the process passes here, so that a test can count the places where a process may die, and end it
 * at any of them: from then on nothing of it goes on, no `catch` and no `finally` either.
 */
export class ProcessBorder {
  readonly #crossings: Crossing[] = [];
  readonly #death = Promise.withResolvers<void>();
  #dead = false;
  /** Asked at every crossing; `count` is 1 for the first. */
  diesAt: (crossing: Crossing, count: number) => boolean = () => false;
  /** Called before every call that leaves; may wait or throw, to play a port that fails. */
  beforeCall: (call: string) => Promise<void> | void = () => undefined;

  /** Called after every call that left; may wait, to play a process that stands still. */
  afterCall: (call: string) => Promise<void> | void = () => undefined;

  get crossings(): readonly Crossing[] {
    return this.#crossings;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Resolves when the process has died. */
  get death(): Promise<void> {
    return this.#death.promise;
  }

  /** The same port, seen through the border. */
  around<T extends object>(name: string, port: T): T {
    return new Proxy(port, {
      get: (target, property) => {
        const member: unknown = Reflect.get(target, property);
        if (typeof member !== "function" || typeof property === "symbol") return member;
        const call = (...args: unknown[]): unknown => member.apply(target, args);
        if (within.includes(property)) return call;
        return (...args: unknown[]) => this.#cross(`${name}.${property}`, () => call(...args));
      },
    });
  }

  async #cross(call: string, work: () => unknown): Promise<unknown> {
    await this.#pass(`before ${call}`);
    await this.beforeCall(call);
    const answer = await work();
    await this.afterCall(call);
    await this.#pass(`after ${call}`);
    return answer;
  }

  async #pass(crossing: Crossing): Promise<void> {
    if (this.#dead) await forever;
    this.#crossings.push(crossing);
    if (!this.diesAt(crossing, this.#crossings.length)) return;
    this.#dead = true;
    this.#death.resolve();
    await forever;
  }
}
