import { z } from "zod";
import type { Book } from "../book.ts";

/** What happened to an account: `purged` is the end for good, after `deleted`. */
const Kind = z.enum(["created", "changed", "deleted", "restored", "purged"]);
const Entry = z.object({
  at: z.number(),
  personId: z.string(),
  kind: Kind,
  /** Names of Graph's properties; empty where the whole account is meant. */
  properties: z.array(z.string()),
});
export type UserChange = z.infer<typeof Entry>;

const Hidden = Entry.extend({ visibleAt: z.number() });
const Content = z.object({ first: z.number(), visible: z.array(Entry), hidden: z.array(Hidden) });
type Content = z.infer<typeof Content>;

/** Longer than a delta token lives. */
const keptMs = 8 * 86_400_000;

/**
 * Every change of an account, numbered in the order in which delta queries come to see them. Notifications are sent
 * from here too, without the delay.
 */
export class UserJournal implements Book<Content> {
  readonly schema = Content;
  readonly #lagOf: (property: string) => number;
  readonly #changed: () => void;
  readonly #listeners: ((change: UserChange) => void)[] = [];
  #first = 1;
  #visible: UserChange[] = [];
  #hidden: z.infer<typeof Hidden>[] = [];

  /** @param lagOf milliseconds by which reads of a property trail, and delta queries as a whole (`delta`) */
  constructor(lagOf: (property: string) => number, changed: () => void) {
    this.#lagOf = lagOf;
    this.#changed = changed;
  }

  add(change: UserChange): void {
    const lagMs = Math.max(...["delta", ...change.properties].map((property) => this.#lagOf(property)));
    if (lagMs > 0) this.#hidden.push({ ...change, visibleAt: Date.now() + lagMs });
    else this.#visible.push(change);
    this.#forget();
    this.#changed();
    for (const listener of this.#listeners) listener(change);
  }

  /** Called with every change as it is made. */
  onChange(listener: (change: UserChange) => void): void {
    this.#listeners.push(listener);
  }

  /** The number that the next visible change gets. */
  next(): number {
    this.#reveal();
    return this.#first + this.#visible.length;
  }

  /** Visible changes from this number on, oldest first. */
  since(number: number): readonly UserChange[] {
    this.#reveal();
    return this.#visible.slice(Math.max(0, number - this.#first));
  }

  content(): Content {
    return { first: this.#first, visible: this.#visible, hidden: this.#hidden };
  }

  restore({ first, visible, hidden }: Content): void {
    this.#first = first;
    this.#visible = visible;
    this.#hidden = hidden;
  }

  #reveal(): void {
    if (this.#hidden.length === 0) return;
    const now = Date.now();
    const due = this.#hidden.filter(({ visibleAt }) => visibleAt <= now).sort((a, b) => a.visibleAt - b.visibleAt);
    this.#visible.push(...due.map(({ visibleAt: _, ...change }) => change));
    this.#hidden = this.#hidden.filter(({ visibleAt }) => visibleAt > now);
  }

  #forget(): void {
    const kept = this.#visible.findIndex(({ at }) => at > Date.now() - keptMs);
    // Rarely, as it copies.
    if (kept < 1000) return;
    this.#visible = this.#visible.slice(kept);
    this.#first += kept;
  }
}
