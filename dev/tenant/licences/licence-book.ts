import { z } from "zod";
import type { Book } from "../book.ts";
import type { Lagging } from "../lag/lags.ts";
import type { Licence, Person } from "../model.ts";
import { Replica } from "../replica.ts";

const Content = z.object({
  disabledPlans: z.record(z.string(), z.array(z.string())),
  errors: z.record(z.string(), z.string()),
  stuck: z.array(z.string()),
});
type Content = z.infer<typeof Content>;

/** Errors of assignments that never came into effect. With any other error the licence works. */
const withoutEffect = ["CountViolation", "MutuallyExclusiveViolation", "ProhibitedInUsageLocationViolation"];

/** What is known of licences beside who has which: that stands on the people. */
export class LicenceBook implements Book<Content> {
  readonly schema = Content;
  /** What reads show; orders of a lag name it `licences`. */
  readonly replica = new Replica<readonly Licence[]>();
  /** Members of a group get and lose its licences only after so long: `groupLicences`. */
  readonly processing: Lagging = { lagMs: 0 };
  readonly #disabledPlans = new Map<string, readonly string[]>();
  readonly #errors = new Map<string, string>();
  readonly #stuck = new Set<string>();

  /** Service plans that are switched off in this assignment. */
  disabledPlans(person: Person, licence: Licence): readonly string[] {
    return this.#disabledPlans.get(keyOf(person, licence)) ?? [];
  }

  disable(person: Person, licence: Licence, plans: readonly string[]): void {
    if (plans.length > 0) this.#disabledPlans.set(keyOf(person, licence), plans);
    else this.#disabledPlans.delete(keyOf(person, licence));
  }

  /** Why the assignment does not work, for example `CountViolation`; undefined: it does. */
  error(person: Person, licence: Licence): string | undefined {
    return this.#errors.get(keyOf(person, licence));
  }

  /** Whether the person has what the assignment promises. */
  works(person: Person, licence: Licence): boolean {
    return !withoutEffect.includes(this.error(person, licence) ?? "");
  }

  fail(person: Person, licence: Licence, error: string | undefined): void {
    if (error === undefined) this.#errors.delete(keyOf(person, licence));
    else this.#errors.set(keyOf(person, licence), error);
  }

  /** Processing of the person's groups has failed in the background: nothing happens until it is asked for again. */
  stick({ id }: Person, stuck = true): void {
    if (stuck) this.#stuck.add(id);
    else this.#stuck.delete(id);
  }

  isStuck({ id }: Person): boolean {
    return this.#stuck.has(id);
  }

  content(): Content {
    return {
      disabledPlans: Object.fromEntries([...this.#disabledPlans].map(([key, plans]) => [key, [...plans]])),
      errors: Object.fromEntries(this.#errors),
      stuck: [...this.#stuck],
    };
  }

  restore({ disabledPlans, errors, stuck }: Content): void {
    for (const [key, plans] of Object.entries(disabledPlans)) this.#disabledPlans.set(key, plans);
    for (const [key, error] of Object.entries(errors)) this.#errors.set(key, error);
    for (const id of stuck) this.#stuck.add(id);
  }
}

const keyOf = ({ id }: Person, { skuId, assignedByGroup }: Licence) => `${id}/${skuId}/${assignedByGroup ?? "direct"}`;
