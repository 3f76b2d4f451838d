import { seededRandom } from "../seeded-random.ts";
import type { TenantState } from "./state.ts";

/** Which requests a rule is for, and which of those it hits. Without `nth`, `every` and `probability`: each one. */
export interface FaultMatch {
  readonly method?: string | undefined;
  /** Tested against path and query. */
  readonly path?: RegExp | undefined;
  /** Exchange cmdlet, in any letter case: all of them go to one path. */
  readonly cmdlet?: string | undefined;
  /** Only the nth of the matching requests, from 1. */
  readonly nth?: number | undefined;
  /** Every so many of the matching requests. */
  readonly every?: number | undefined;
  /** Between 0 and 1; the same `seed` hits the same requests again. */
  readonly probability?: number | undefined;
  readonly seed?: number | undefined;
}

/** `before`: nothing has happened. `after`: the change is made, then the bad answer or the cut. */
export type FaultAction =
  | { readonly status: number; readonly retryAfterSeconds?: number | undefined; readonly when: "before" | "after" }
  | { readonly cut: "before" | "after" }
  | { readonly delayMs: number }
  /** No answer at all: `true` without the change, `"after"` with it. */
  | { readonly hang: true | "after" };

export interface FaultRule {
  readonly match: FaultMatch;
  /** Of several, chance takes one. */
  readonly action: FaultAction | readonly FaultAction[];
  /** How often the rule hits at most. */
  readonly times?: number | undefined;
}

/** A property whose reads can lag behind writes, in virtual time; see `Lags`. */
export type LaggingProperty = string;

/** A share of all requests goes wrong, after the change was made. */
export interface FaultShare {
  /** Between 0 and 1. */
  readonly share: number;
  /** The same seed hits the same requests again. */
  readonly seed?: number | undefined;
  /** What happens to them: 503, 504 and broken connections, unless told. */
  readonly actions?: readonly FaultAction[] | undefined;
  /** Which requests the share is of: all, unless told. */
  readonly match?: Omit<FaultMatch, "probability" | "seed"> | undefined;
}

const usualTrouble: readonly FaultAction[] = [
  { status: 503, when: "after" },
  { status: 504, when: "after" },
  { cut: "after" },
];

/** Faults to order. The first rule that hits decides. */
export interface TenantFaults {
  add(rule: FaultRule): void;
  share(order: FaultShare): void;
  /** Removes all rules and lags. */
  clear(): void;
  /** From now on, reads show a written value of this property only after `ms` of virtual time. @throws {RangeError} */
  lag(property: LaggingProperty, ms: number): void;
  /** How many requests were hit since the start. */
  hits(): number;
}

export interface FaultSubject {
  readonly method: string;
  readonly target: string;
  readonly cmdlet: string | undefined;
}

interface Armed extends FaultRule {
  seen: number;
  hits: number;
  readonly random: () => number;
}

/** The rules in force; the dispatcher asks for every request. */
export class FaultBook implements TenantFaults {
  #rules: Armed[] = [];
  #hits = 0;
  readonly #state: TenantState;

  constructor(state: TenantState) {
    this.#state = state;
  }

  add(rule: FaultRule): void {
    this.#rules.push({ ...rule, seen: 0, hits: 0, random: seededRandom(rule.match.seed ?? 1) });
  }

  share({ share, seed = 1, actions = usualTrouble, match }: FaultShare): void {
    this.add({ match: { ...match, probability: share, seed }, action: actions });
  }

  clear(): void {
    this.#rules = [];
    this.#state.lags.clear();
  }

  lag(property: LaggingProperty, ms: number): void {
    this.#state.lags.set(property, ms);
  }

  hits(): number {
    return this.#hits;
  }

  /** The fault for this request, if any. Counts: call it once a request. */
  next(subject: FaultSubject): FaultAction | undefined {
    // Every rule counts every request that matches, also when an earlier rule decides.
    const [first] = this.#rules.filter((rule) => matches(rule.match, subject) && isHit(rule));
    if (first === undefined) return undefined;
    first.hits++;
    this.#hits++;
    return chosen(first);
  }
}

function chosen({ action, random }: Armed): FaultAction | undefined {
  return isList(action) ? action[Math.floor(random() * action.length)] : action;
}

// `Array.isArray` does not tell readonly lists apart.
function isList(action: FaultRule["action"]): action is readonly FaultAction[] {
  return Array.isArray(action);
}

function matches({ method, path, cmdlet }: FaultMatch, subject: FaultSubject): boolean {
  if (method !== undefined && method.toUpperCase() !== subject.method) return false;
  if (cmdlet !== undefined && cmdlet.toLowerCase() !== subject.cmdlet?.toLowerCase()) return false;
  // `search` does not move `lastIndex`, so a global expression is safe.
  return path === undefined || subject.target.search(path) >= 0;
}

function isHit(rule: Armed): boolean {
  rule.seen++;
  const { nth, every, probability } = rule.match;
  const lucky = probability === undefined || rule.random() < probability;
  if (rule.times !== undefined && rule.hits >= rule.times) return false;
  if (nth !== undefined && rule.seen !== nth) return false;
  if (every !== undefined && rule.seen % every !== 0) return false;
  return lucky;
}
