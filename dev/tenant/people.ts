import type { Person } from "./model.ts";

/** All accounts, found in constant time by key, object id, sign-in name, address or employee id. */
export class People {
  readonly #byKey = new Map<string, Person>();
  /** Everybody, also those in the bin, by object id. */
  readonly #everyone = new Map<string, Person>();
  readonly #byName = new Map<string, Person>();
  readonly #byAddress = new Map<string, readonly Person[]>();
  readonly #byEmployeeId = new Map<string, readonly Person[]>();
  /** Everybody in the order of arrival. Whoever is forgotten leaves a gap, so that places stay what they are. */
  readonly #arrivals: (Person | undefined)[] = [];
  /** The living in the order of arrival; made when it is asked for. */
  #living: readonly Person[] | undefined;

  /** Also takes back somebody from the bin, and indexes anew after a change of names: remove and add. */
  add(person: Person): void {
    this.#byKey.set(person.key, person);
    if (!this.#everyone.has(person.id)) this.#arrivals.push(person);
    this.#everyone.set(person.id, person);
    if (person.deletedAt !== undefined) return;
    this.#living = undefined;
    this.#byName.set(person.userPrincipalName.toLowerCase(), person);
    for (const address of addressesOf(person)) this.#byAddress.set(address, [...this.withAddress(address), person]);
    if (person.employeeId !== null) {
      const employeeId = person.employeeId.toLowerCase();
      this.#byEmployeeId.set(employeeId, [...this.withEmployeeId(employeeId), person]);
    }
  }

  /** Takes the person out of everything that finds living people. Their names are free from now on. */
  hide(person: Person): void {
    this.#living = undefined;
    const name = person.userPrincipalName.toLowerCase();
    if (this.#byName.get(name) === person) this.#byName.delete(name);
    for (const address of addressesOf(person)) {
      const others = this.withAddress(address).filter((other) => other !== person);
      this.#byAddress.set(address, others);
    }
    if (person.employeeId !== null) {
      const employeeId = person.employeeId.toLowerCase();
      const others = this.withEmployeeId(employeeId).filter((other) => other !== person);
      this.#byEmployeeId.set(employeeId, others);
    }
  }

  /** Forgets somebody who was hidden before. */
  forget(person: Person): void {
    this.#byKey.delete(person.key);
    this.#everyone.delete(person.id);
    this.#arrivals[this.#arrivals.indexOf(person)] = undefined;
  }

  /** The person of the seed with this key or object id, also in the bin; throws when there is none. For tests and the demo. */
  get(keyOrId: string): Person {
    const person = this.#byKey.get(keyOrId) ?? this.#everyone.get(keyOrId);
    if (person === undefined) throw new RangeError(`No person ${keyOrId} in the simulated tenant`);
    return person;
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  /** By object id, sign-in name or address, in any letter case. Nobody in the bin. */
  find(idOrName: string): Person | undefined {
    return this.named(idOrName) ?? this.withAddress(idOrName).at(-1);
  }

  /** By object id or sign-in name, as Graph's paths take them. */
  named(idOrSignInName: string): Person | undefined {
    const wanted = idOrSignInName.toLowerCase();
    const person = this.#everyone.get(wanted);
    return person?.deletedAt === undefined ? (person ?? this.#byName.get(wanted)) : undefined;
  }

  /** By a mail address, primary or alias, without `smtp:`. */
  withAddress(address: string): readonly Person[] {
    return this.#byAddress.get(address.toLowerCase()) ?? [];
  }

  withEmployeeId(employeeId: string): readonly Person[] {
    return this.#byEmployeeId.get(employeeId.toLowerCase()) ?? [];
  }

  /** In the bin, by object id. */
  deleted(id: string): Person | undefined {
    const person = this.#everyone.get(id.toLowerCase());
    return person?.deletedAt === undefined ? undefined : person;
  }

  /** Whoever is not in the bin. */
  all(): readonly Person[] {
    this.#living ??= [...this.#everyone.values()].filter(({ deletedAt }) => deletedAt === undefined);
    return this.#living;
  }

  /** Everybody in the order of arrival, with gaps: for paging that goes on while people come and go. */
  arrivals(): readonly (Person | undefined)[] {
    return this.#arrivals;
  }

  /** Also who is in the bin. */
  everyone(): readonly Person[] {
    return [...this.#everyone.values()];
  }
}

/** Lower case, without the prefix that tells the primary address from aliases. */
function addressesOf({ mail, proxyAddresses }: Person): readonly string[] {
  const proxies = proxyAddresses.map((proxy) => proxy.replace(/^smtp:/i, ""));
  return [...new Set([...(mail === null ? [] : [mail]), ...proxies].map((address) => address.toLowerCase()))];
}
