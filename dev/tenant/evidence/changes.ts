import { randomUUID } from "node:crypto";
import type { TenantState } from "../state.ts";
import type { EdiscoveryCase, EdiscoverySearch } from "./evidence-book.ts";

/** Every call makes another case, also one of the same name. */
export function createCase(state: TenantState, displayName: string, externalId: string): EdiscoveryCase {
  const made = { id: randomUUID(), displayName, externalId, createdAt: Date.now(), searches: [], operations: [] };
  state.evidence.add(made);
  state.effects.add({ operation: "create-ediscovery-case", objectId: made.id, detail: {} });
  return made;
}

export function createSearch(
  state: TenantState,
  inside: EdiscoveryCase,
  named: Pick<EdiscoverySearch, "displayName" | "contentQuery">,
): EdiscoverySearch {
  const made = { id: randomUUID(), ...named, createdAt: Date.now(), sources: [] };
  inside.searches.push(made);
  state.effects.add({ operation: "create-ediscovery-search", objectId: made.id, detail: {} });
  return made;
}

export function addSource(
  state: TenantState,
  search: EdiscoverySearch,
  source: { readonly email: string; readonly includedSources: string },
): EdiscoverySearch["sources"][number] {
  const made = { id: randomUUID(), ...source };
  search.sources.push(made);
  const personId = state.people.find(source.email)?.id;
  const effect = { operation: "add-ediscovery-source", objectId: search.id, detail: {} };
  state.effects.add({ ...effect, ...(personId !== undefined && { personId }) });
  return made;
}

interface HowItEnds {
  readonly action?: string | undefined;
  readonly status?: string | undefined;
}

/** What an operator does in Purview with what was prepared: exports what the search of this case finds. */
export function exportByHand(
  state: TenantState,
  nameOrId: string,
  { action = "exportResult", status = "succeeded" }: HowItEnds = {},
): void {
  const inside = state.evidence.all().find(({ id, displayName }) => [id, displayName].includes(nameOrId));
  if (inside === undefined) throw new RangeError("There is no such eDiscovery case");
  inside.operations.push({ id: randomUUID(), action, status, createdAt: Date.now() });
  state.effects.add({ operation: "export-mailbox", objectId: inside.id, detail: { status }, by: "hand" });
}
