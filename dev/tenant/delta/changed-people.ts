import { managerOf } from "../graph/expand-manager.ts";
import { type Properties, project } from "../graph/shape.ts";
import { usualUserProperties } from "../graph/user-view.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import type { UserChange } from "./user-journal.ts";

/** Somebody on a page of a delta query. A text is the id of an account that is gone for good. */
export interface ChangedPerson {
  readonly person: Person | string;
  /** The properties that were changed; undefined: all are shown. */
  readonly changed: ReadonlySet<string> | undefined;
}

/** Everybody with a change that the query tracks, each once, in the order of their last change. */
export function changedPeople(
  state: TenantState,
  changes: readonly UserChange[],
  tracked: ReadonlySet<string>,
  ids: readonly string[] | undefined,
): readonly ChangedPerson[] {
  const found = new Map<string, ChangedPerson>();
  for (const { personId, kind, properties } of changes) {
    if (ids !== undefined && !ids.includes(personId)) continue;
    const relevant = kind !== "changed" || properties.some((property) => tracked.has(property));
    if (!relevant) continue;
    const earlier = found.get(personId);
    found.delete(personId);
    const whole = kind !== "changed" || (earlier !== undefined && earlier.changed === undefined);
    const changed = whole ? undefined : new Set([...(earlier?.changed ?? []), ...properties]);
    const person = state.people.named(personId) ?? state.people.deleted(personId);
    found.set(personId, { person: person ?? personId, changed });
  }
  return [...found.values()];
}

/** One item of the answer: the account as it is now, or that it is gone. */
export function showChange(
  state: TenantState,
  properties: Properties<Person>,
  { person, changed }: ChangedPerson,
  select: readonly string[] | undefined,
): Record<string, unknown> {
  if (typeof person === "string") return { id: person, "@removed": { reason: "deleted" } };
  if (person.deletedAt !== undefined) return { id: person.id, "@removed": { reason: "changed" } };
  const names = (select ?? usualUserProperties).filter((name) => name !== "manager");
  const shown = changed === undefined ? names : names.filter((name) => changed.has(name));
  const item = { ...project(person, properties, "user", shown), id: person.id };
  const withManager = select?.includes("manager") && (changed === undefined || changed.has("manager"));
  return withManager ? { ...item, ...shownManager(state, person) } : item;
}

/** Present where there is one: that a manager was taken away shows as an empty list. */
function shownManager(state: TenantState, person: Person): Record<string, unknown> {
  const manager = managerOf(state, person);
  const value = manager === undefined ? [] : [{ "@odata.type": "#microsoft.graph.user", id: manager.id }];
  return { "manager@delta": value };
}
