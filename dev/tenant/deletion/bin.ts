import { z } from "zod";
import type { Book } from "../book.ts";
import type { Person } from "../model.ts";
import { PersonContent } from "../state-content.ts";

const Content = z.object({ purged: z.array(PersonContent) });
type Content = z.infer<typeof Content>;

/** How long an account can be restored. Milliseconds. */
export const binMs = 30 * 86_400_000;

/**
 * Who is gone for good, as they were at the end: so that the seed does not bring them back after a restart, and for
 * clocks that run on after them. Whoever can still be restored is among the people, with `deletedAt`.
 */
export class Bin implements Book<Content> {
  readonly schema = Content;
  readonly #byKey = new Map<string, Person>();
  readonly #byId = new Map<string, Person>();

  emptied(person: Person): void {
    this.#byKey.set(person.key, person);
    this.#byId.set(person.id, person);
  }

  /** @param keyOrId key of the seed or object id */
  gone(keyOrId: string): Person | undefined {
    return this.#byKey.get(keyOrId) ?? this.#byId.get(keyOrId);
  }

  content(): Content {
    return { purged: [...this.#byId.values()] };
  }

  restore({ purged }: Content): void {
    for (const person of purged) this.emptied(person);
  }
}
