import type { Licence, Person } from "../model.ts";

/** `at` is the virtual time, in epoch milliseconds, at which it happened: start clocks from it, not from now. */
export type Moment = (person: Person, at: number) => void;
export type LicencesMoment = (person: Person, licences: readonly Licence[], at: number) => void;

/**
 * The moments in the life of an account. An area that keeps something for a person says here what becomes of it.
 * Handlers run in the order in which they were registered, inside the change itself: what they do is there when the
 * call answers. What comes later goes to `state.schedule`.
 */
export class Lifecycle {
  readonly #arrived: Moment[] = [];
  readonly #deleted: Moment[] = [];
  readonly #restored: Moment[] = [];
  readonly #purged: Moment[] = [];
  readonly #licencesRemoved: LicencesMoment[] = [];
  readonly #licencesAssigned: Moment[] = [];

  /** Somebody is new here: from the seed, generated, or created. Not called for whoever the state file brings back. */
  onArrived(then: Moment): void {
    this.#arrived.push(then);
  }

  /** The account went to the bin, for 30 days at most. `person.licences` and `person.groupIds` are kept for a restore. */
  onDeleted(then: Moment): void {
    this.#deleted.push(then);
  }

  /** The account came back from the bin with its object id. */
  onRestored(then: Moment): void {
    this.#restored.push(then);
  }

  /** The account is gone for good: by hand or after 30 days. It was in the bin before. */
  onPurged(then: Moment): void {
    this.#purged.push(then);
  }

  /** An account that stays got licences, directly or through a group. */
  onLicencesAssigned(then: Moment): void {
    this.#licencesAssigned.push(then);
  }

  /** An account that stays lost licences, directly or through a group. Whoever takes them away calls `licencesRemoved`. */
  onLicencesRemoved(then: LicencesMoment): void {
    this.#licencesRemoved.push(then);
  }

  arrived(person: Person, at = Date.now()): void {
    for (const then of this.#arrived) then(person, at);
  }

  deleted(person: Person, at: number): void {
    for (const then of this.#deleted) then(person, at);
  }

  restored(person: Person, at: number): void {
    for (const then of this.#restored) then(person, at);
  }

  purged(person: Person, at: number): void {
    for (const then of this.#purged) then(person, at);
  }

  /** @param licences that the person does not have any more */
  licencesRemoved(person: Person, licences: readonly Licence[], at = Date.now()): void {
    if (licences.length === 0) return;
    for (const then of this.#licencesRemoved) then(person, licences, at);
  }

  licencesAssigned(person: Person, at = Date.now()): void {
    for (const then of this.#licencesAssigned) then(person, at);
  }
}
