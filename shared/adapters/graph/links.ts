import { path } from "./path.ts";

/** A relationship of the directory whose entries are taken out one by one. */
export type Relation = "members" | "owners";

/** Where an entry is put in: the whole relationship. */
export function linksOf(kind: "groups" | "applications", id: string, relation: Relation): string {
  return kind === "groups" ? path`groups/${id}/${relation}/$ref` : path`applications/${id}/${relation}/$ref`;
}

/** One entry of a relationship. Always with `/$ref`: without it the person would be deleted (m365-operations 10.3). */
export function linkTo(kind: "groups" | "applications", id: string, relation: Relation, entry: string): string {
  return kind === "groups"
    ? path`groups/${id}/${relation}/${entry}/$ref`
    : path`applications/${id}/${relation}/${entry}/$ref`;
}

const entryOfRelation = /\/(members|owners|manager|memberOf|ownedObjects|directReports|acceptedSenders)(\/|$)/i;

/**
 * Holds back a deletion that would delete an object where only its place in a relationship is meant.
 *
 * @throws {RangeError} the address names an entry of a relationship and does not end in `/$ref`
 */
export function requireLink(address: string): void {
  const [bare = ""] = address.split("?");
  if (!entryOfRelation.test(bare) || bare.endsWith("/$ref")) return;
  throw new RangeError("A deletion of an entry without /$ref would delete the person behind it");
}
