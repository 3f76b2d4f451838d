import { z } from "zod";
import type { Book } from "../book.ts";
import type { Lagging } from "../lag/lags.ts";
import type { Person } from "../model.ts";
import { Replica } from "../replica.ts";
import type { Group } from "./group.ts";

const Owner = z.object({ personId: z.string(), since: z.number() });
type Owner = z.infer<typeof Owner>;

/** Owners by group id: of Graph's groups, and as `ManagedBy` of Exchange's lists. */
const Content = z.object({ owners: z.record(z.string(), z.array(Owner)) });
type Content = z.infer<typeof Content>;

/** Groups, their owners and, by an index, their members. Who is in which group stands on the people. */
export class GroupBook implements Book<Content> {
  readonly schema = Content;
  /** What reads show; orders of a lag name them as here. */
  readonly replicas = { memberOf: new Replica<readonly string[]>(), groupOwners: new Replica<readonly string[]>() };
  /** An owner who was added counts only after so long when another one is removed: the false refusal of 10.5. */
  readonly ownerCheck: Lagging = { lagMs: 0 };
  readonly #groups = new Map<string, Group>();
  readonly #owners = new Map<string, readonly Owner[]>();
  readonly #people: () => readonly Person[];
  #members: Map<string, Set<string>> | undefined;

  /** @param people everybody, to index members when they are first asked for */
  constructor(people: () => readonly Person[]) {
    this.#people = people;
  }

  add(group: Group): void {
    this.#groups.set(group.id, group);
  }

  /** Somebody deleted the group. Whoever was in it keeps nothing of it. */
  forget(id: string): void {
    this.#groups.delete(id);
    this.#members?.delete(id);
  }

  find(id: string): Group | undefined {
    return this.#groups.get(id.toLowerCase());
  }

  all(): readonly Group[] {
    return [...this.#groups.values()];
  }

  /** Object ids of the members, also of those in the bin. */
  members({ id }: Group): ReadonlySet<string> {
    return this.#index().get(id) ?? new Set();
  }

  /** Puts the person in, or takes them out. Nothing for whoever is there, or is not. */
  setMember(person: Person, { id }: Group, member: boolean): void {
    if (person.groupIds.includes(id) === member) return;
    this.replicas.memberOf.replacing(person.id, person.groupIds);
    person.groupIds = member ? [...person.groupIds, id] : person.groupIds.filter((other) => other !== id);
    this.#note(id, person.id, member);
  }

  /** Somebody moved in with memberships. */
  arrived({ id, groupIds }: Person): void {
    for (const groupId of groupIds) this.#note(groupId, id, true);
  }

  /** Object ids, in the order in which they became owners. */
  owners({ id }: Group): readonly string[] {
    return (this.#owners.get(id) ?? []).map(({ personId }) => personId);
  }

  /** As a read of Graph shows them now. */
  shownOwners(group: Group): readonly string[] {
    return this.replicas.groupOwners.shown(group.id, this.owners(group));
  }

  /** Owners who count when one of them is removed. */
  settledOwners({ id }: Group): readonly string[] {
    const latest = Date.now() - this.ownerCheck.lagMs;
    return (this.#owners.get(id) ?? []).flatMap(({ personId, since }) => (since <= latest ? [personId] : []));
  }

  /** @param since 0: they have always been an owner */
  setOwner(group: Group, personId: string, owner: boolean, since = Date.now()): void {
    const before = this.#owners.get(group.id) ?? [];
    const others = before.filter((one) => one.personId !== personId);
    if (others.length < before.length === owner) return;
    this.replicas.groupOwners.replacing(group.id, this.owners(group));
    this.#owners.set(group.id, owner ? [...before, { personId, since }] : others);
  }

  ownedBy(personId: string): readonly Group[] {
    return this.all().filter((group) => this.owners(group).includes(personId));
  }

  content(): Content {
    return { owners: Object.fromEntries([...this.#owners].map(([id, owners]) => [id, [...owners]])) };
  }

  restore({ owners }: Content): void {
    for (const [id, those] of Object.entries(owners)) this.#owners.set(id, those);
  }

  #note(groupId: string, personId: string, member: boolean): void {
    const members = this.#members?.get(groupId);
    if (members === undefined && member) this.#members?.set(groupId, new Set([personId]));
    else if (member) members?.add(personId);
    else members?.delete(personId);
  }

  #index(): Map<string, Set<string>> {
    if (this.#members !== undefined) return this.#members;
    this.#members = new Map();
    for (const person of this.#people()) this.arrived(person);
    return this.#members;
  }
}
