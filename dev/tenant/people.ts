import type { Person } from "./model.ts";

/** All accounts, found in constant time by key, object id, sign-in name, address or employee id. */
export class People {
  readonly #byKey = new Map<string, Person>();
  readonly #byId = new Map<string, Person>();
  readonly #byName = new Map<string, Person>();
  readonly #byEmployeeId = new Map<string, readonly Person[]>();

  add(person: Person): void {
    this.#byKey.set(person.key, person);
    this.#byId.set(person.id, person);
    for (const name of [person.userPrincipalName, person.mail]) {
      if (name !== null) this.#byName.set(name.toLowerCase(), person);
    }
    if (person.employeeId !== null) {
      const employeeId = person.employeeId.toLowerCase();
      this.#byEmployeeId.set(employeeId, [...(this.#byEmployeeId.get(employeeId) ?? []), person]);
    }
  }

  /** The person of the seed with this key or object id; throws when there is none. For tests and the demo. */
  get(keyOrId: string): Person {
    const person = this.#byKey.get(keyOrId) ?? this.#byId.get(keyOrId);
    if (person === undefined) throw new RangeError(`No person ${keyOrId} in the simulated tenant`);
    return person;
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** By object id, sign-in name or address, in any letter case. */
  find(idOrName: string): Person | undefined {
    const wanted = idOrName.toLowerCase();
    return this.#byId.get(wanted) ?? this.#byName.get(wanted);
  }

  withEmployeeId(employeeId: string): readonly Person[] {
    return this.#byEmployeeId.get(employeeId.toLowerCase()) ?? [];
  }

  all(): readonly Person[] {
    return [...this.#byId.values()];
  }
}
