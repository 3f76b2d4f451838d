/** What an effect did. A write that changes nothing is no effect; it stands in the request log only. */
export const operations = [
  "block-sign-in",
  "allow-sign-in",
  "reset-password",
  "revoke-sessions",
  "delete-authentication-method",
  "disable-device",
  "enable-device",
  "remove-directory-role",
  "set-cas-mailbox",
  "send-mail",
] as const;
export type Operation = (typeof operations)[number];

/** One change of the tenant's state. `detail` never holds a password. */
export interface Effect {
  readonly seq: number;
  /** ISO 8601, virtual time. */
  readonly at: string;
  readonly operation: Operation;
  readonly objectId: string;
  readonly personId?: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** Set when somebody else than the application made the change. */
  readonly by?: "hand" | "sync";
}

export type EffectCounts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Append-only. Judges read it to tell "once" and "in this order" from outside the product. */
export class EffectLog {
  readonly #effects: Effect[] = [];
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  add(effect: Omit<Effect, "seq" | "at">): void {
    this.#effects.push({ seq: this.#effects.length + 1, at: new Date().toISOString(), ...effect });
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
