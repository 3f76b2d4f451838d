import { seededRandom } from "../seeded-random.ts";

/** Where the broker asks whether something shall go wrong. */
export type FaultPoint = "authorize" | "attach" | "send" | "deliver" | "settle" | "manage";

export type Fault =
  /** The operation takes effect, and its answer is never sent. The client repeats or times out. */
  | { readonly kind: "lose-answer" }
  /** The operation has no effect; the client gets this AMQP error condition. */
  | { readonly kind: "reject"; readonly condition: string; readonly description?: string | undefined }
  /** The operation takes effect (a delivery is sent) this many milliseconds of virtual time later. */
  | { readonly kind: "delay"; readonly ms: number }
  /** The TCP connection breaks: before the operation takes effect, or after it, in place of the answer. */
  | { readonly kind: "drop-connection"; readonly when: "before" | "after" }
  /** At `deliver`: the lock ends as soon as the message is sent. At `settle`: just before the settlement arrives. */
  | { readonly kind: "expire-lock" }
  /**
   * A second copy, with the same message id and a lock of its own, is ready while the first is in flight: what a
   * receiver sees when a sender's repeated send was stored twice. Each message is doubled at most once.
   */
  | { readonly kind: "deliver-twice" }
  /** Messages that are ready within `withinMs` of real time (20 by default) are handed out in seeded random order. */
  | { readonly kind: "shuffle"; readonly seed: number; readonly withinMs?: number | undefined };

/** What a rule may look at. A batch is struck when any of its messages matches. */
export interface FaultSubject {
  readonly messageId?: string | undefined;
  readonly applicationProperties?: Readonly<Record<string, unknown>>;
  /** Deliveries before this one. */
  readonly deliveryCount?: number;
}

export interface FaultRule {
  readonly at: FaultPoint;
  readonly fault: Fault;
  /**
   * Entity path as in `Config.json`, such as `intake` or `steps/Subscriptions/block-sign-in`; at `authorize` the audience
   * of the token. Any when left out.
   */
  readonly entity?: string | undefined;
  /** At `settle`: complete, abandon, defer, dead-letter. At `manage`: renew-lock, peek-message, … Any when left out. */
  readonly operation?: string | undefined;
  readonly where?: ((subject: FaultSubject) => boolean) | undefined;
  /** Asked once for each operation that matches, a batch included: false lets it pass. */
  readonly chance?: (() => boolean) | undefined;
  /** Strikes only from the nth matching operation on, counted from 1. */
  readonly nth?: number | undefined;
  /** Strikes at most this often; without end when left out. */
  readonly times?: number | undefined;
}

const POSSIBLE: Record<FaultPoint, readonly Fault["kind"][]> = {
  authorize: ["lose-answer", "reject", "delay", "drop-connection"],
  attach: ["reject", "drop-connection"],
  send: ["lose-answer", "reject", "delay", "drop-connection"],
  deliver: ["delay", "drop-connection", "expire-lock", "deliver-twice", "shuffle"],
  settle: ["lose-answer", "reject", "delay", "drop-connection", "expire-lock"],
  manage: ["lose-answer", "reject", "delay", "drop-connection"],
};

interface ActiveRule {
  readonly rule: FaultRule;
  readonly random: (() => number) | undefined;
  matched: number;
  struck: number;
}

const NONE: readonly Fault[] = [];

/** Scripted faults. Rules are asked in the order they were added, and several may strike the same operation. */
export class Faults {
  #rules: ActiveRule[] = [];

  /**
   * Adds a rule and returns a function that removes it.
   *
   * @throws {TypeError} when this fault cannot happen at this point
   */
  add(rule: FaultRule): () => void {
    if (!POSSIBLE[rule.at].includes(rule.fault.kind)) {
      throw new TypeError(`A fault "${rule.fault.kind}" cannot happen at "${rule.at}"`);
    }
    const random = rule.fault.kind === "shuffle" ? seededRandom(rule.fault.seed) : undefined;
    const active: ActiveRule = { rule, random, matched: 0, struck: 0 };
    this.#rules = [...this.#rules, active];
    return () => {
      this.#rules = this.#rules.filter((other) => other !== active);
    };
  }

  /** Removes every rule. */
  clear(): void {
    this.#rules = [];
  }

  /** The faults that strike this operation, which counts for every rule that matches. */
  strike(at: FaultPoint, entity: string, operation: string, subjects: () => readonly FaultSubject[]): readonly Fault[] {
    if (this.#rules.length === 0) return NONE;
    const struck: Fault[] = [];
    for (const active of this.#rules) {
      if (active.random !== undefined || !matches(active.rule, at, entity, operation, subjects)) continue;
      active.matched += 1;
      if (active.matched < (active.rule.nth ?? 1)) continue;
      if (active.struck >= (active.rule.times ?? Number.POSITIVE_INFINITY)) continue;
      if (active.rule.chance?.() === false) continue;
      active.struck += 1;
      struck.push(active.rule.fault);
    }
    return struck;
  }

  /** The random order that holds for deliveries from this entity, if any. */
  shuffle(entity: string): { readonly random: () => number; readonly withinMs: number } | undefined {
    for (const { rule, random } of this.#rules) {
      if (random === undefined || rule.fault.kind !== "shuffle" || !isEntity(rule, entity)) continue;
      return { random, withinMs: rule.fault.withinMs ?? 20 };
    }
    return undefined;
  }
}

function matches(
  rule: FaultRule,
  at: FaultPoint,
  entity: string,
  operation: string,
  subjects: () => readonly FaultSubject[],
): boolean {
  if (rule.at !== at || !isEntity(rule, entity)) return false;
  if (rule.operation !== undefined && rule.operation !== operation) return false;
  return rule.where === undefined || subjects().some(rule.where);
}

function isEntity(rule: FaultRule, entity: string): boolean {
  return rule.entity === undefined || rule.entity.toLowerCase() === entity.toLowerCase();
}
