/**
 * What an effect did: a verb and what it was done to, as in `block-sign-in`. A write that changes nothing is no effect;
 * it stands in the request log only.
 */
export type Operation = string;

/** One change of the tenant's state. `detail` never holds a password. */
export interface Effect {
  readonly seq: number;
  /** ISO 8601, virtual time. */
  readonly at: string;
  readonly operation: Operation;
  readonly objectId: string;
  readonly personId?: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Who made the change, when it was not the application: a person, synchronisation, or the service after some time. */
  readonly by?: "hand" | "sync" | "service";
}

export type EffectCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Append-only. Judges read it to tell "once" and "in this order" from outside the product. */
export class EffectLog {
  readonly #effects: Effect[] = [];
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** @param at epoch milliseconds: now, unless it happened during a leap of time */
  add(effect: Omit<Effect, "seq" | "at">, at = Date.now()): void {
    this.#effects.push({ seq: this.#effects.length + 1, at: new Date(at).toISOString(), ...effect });
    this.#changed();
  }

  /** Effects of an earlier run; new ones are counted on from them. */
  restore(effects: readonly Effect[]): void {
    this.#effects.push(...effects);
  }

  all(): readonly Effect[] {
    return this.#effects;
  }

  /** How often the application did what to which object. */
  counts(): EffectCounts {
    const counts: Record<string, Record<string, number>> = {};
    for (const { objectId, operation, by } of this.#effects) {
      if (by !== undefined) continue;
      counts[objectId] ??= {};
      counts[objectId][operation] = (counts[objectId][operation] ?? 0) + 1;
    }
    return counts;
  }
}
