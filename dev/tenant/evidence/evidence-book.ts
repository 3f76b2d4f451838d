import { z } from "zod";
import type { Book } from "../book.ts";
import type { Lagging } from "../lag/lags.ts";

const Search = z.object({
  id: z.string(),
  displayName: z.string(),
  contentQuery: z.string(),
  createdAt: z.number(),
  /** Addresses of the mailboxes that it looks into. */
  sources: z.array(z.object({ id: z.string(), email: z.string(), includedSources: z.string() })),
});
const Operation = z.object({
  id: z.string(),
  action: z.string(),
  status: z.string(),
  createdAt: z.number(),
});
const EdiscoveryCase = z.object({
  id: z.string(),
  displayName: z.string(),
  externalId: z.string(),
  createdAt: z.number(),
  searches: z.array(Search),
  operations: z.array(Operation),
});
export type EdiscoveryCase = z.infer<typeof EdiscoveryCase>;
export type EdiscoverySearch = z.infer<typeof Search>;
export type EdiscoveryOperation = z.infer<typeof Operation>;

/** The eDiscovery cases of Purview. */
export class EvidenceBook implements Book<EdiscoveryCase[]> {
  readonly schema = z.array(EdiscoveryCase);
  /** Lists show a case so long after it was made. */
  readonly listing: Lagging = { lagMs: 0 };
  #cases: EdiscoveryCase[] = [];

  listed(): readonly EdiscoveryCase[] {
    return this.#cases.filter(({ createdAt }) => createdAt <= Date.now() - this.listing.lagMs);
  }

  all(): readonly EdiscoveryCase[] {
    return this.#cases;
  }

  add(one: EdiscoveryCase): void {
    this.#cases.push(one);
  }

  content(): EdiscoveryCase[] {
    return this.#cases;
  }

  restore(cases: EdiscoveryCase[]): void {
    this.#cases = cases;
  }
}
