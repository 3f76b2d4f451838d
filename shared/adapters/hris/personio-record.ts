import { NeedsPersonError } from "../../domain/errors.ts";
import { epochMs, type Instant } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { HrEnds, RecordedEnd } from "../../domain/ports/hr-ends.ts";
import type { HrRecord } from "../../domain/ports/hr-records.ts";
import { parseAnswer, type ReadRecord } from "./answer.ts";
import { endsAmong } from "./ends-among.ts";
import { leftAlready } from "./left-already.ts";
import { PersonioApi, PersonioEmployment, PersonioPerson } from "./personio-api.ts";
import { terminationTypeOf } from "./termination-type.ts";

/** How Personio is asked. */
export interface PersonioLookup {
  readonly baseUrl: string;
  /** `clientId:clientSecret` */
  readonly key: string;
  /** Custom attribute that holds the directory's employee id; undefined: Personio's own id of the person. */
  readonly employeeIdAttribute?: string | undefined;
}

/**
 * Reads a person and the newest employment from Personio. The last working date counts where there is one, else the
 * termination date. An end of contract alone is none: it is renewed more often than not.
 *
 * @see https://developer.personio.de/reference/get_v2-persons-person-id-employments
 */
export function personioRecords(lookup: PersonioLookup, clock: Clock): ReadRecord {
  const api = new PersonioApi(lookup.baseUrl, lookup.key, () => epochMs(clock.now()));
  return async (employeeRef) => {
    if (!/^[\w-]{1,64}$/.test(employeeRef)) {
      throw new NeedsPersonError("The notice names no Personio person: look the person up in the HR system");
    }
    const answer = await api.get(`/v2/persons/${employeeRef}`);
    if (answer === undefined) return undefined;
    const person = parseAnswer(PersonioPerson, answer);
    if (person.id !== employeeRef) {
      throw new NeedsPersonError("Personio answered about somebody else: check the address of the lookup");
    }
    const employment = await newestEmployment(api, employeeRef);
    if (employment === undefined) return undefined;
    return recordOf(employeeIdOf(person, lookup.employeeIdAttribute), employment, clock.now());
  };
}

/** Everybody whose end is recorded: one call for each fifty people of the company, and one for each person. */
export function personioEnds(lookup: PersonioLookup, clock: Clock): HrEnds {
  const api = new PersonioApi(lookup.baseUrl, lookup.key, () => epochMs(clock.now()));
  return {
    since: "ends",
    async page(since, cursor) {
      const people = await api.list("/v2/persons", cursor);
      if (people === undefined) {
        throw new NeedsPersonError("Personio has no list of people there: check the address of the lookup");
      }
      const ends = await endsAmong(
        people.items
          .map((item) => parseAnswer(PersonioPerson, item))
          .map(({ id }) => ({
            employeeRef: id,
            end: async () => endSince(since, id, await newestEmployment(api, id)),
          })),
      );
      return { ends, next: people.next };
    },
  };
}

function endSince(since: Instant, id: string, employment: PersonioEmployment | undefined): RecordedEnd | undefined {
  const end = employment && endOf(employment);
  if (end === undefined || end < since.slice(0, 10)) return undefined;
  return { employeeRef: id, stamp: `${employment?.id} ${end}` };
}

/** The list begins with the newest. */
async function newestEmployment(api: PersonioApi, personId: string): Promise<PersonioEmployment | undefined> {
  const page = await api.list(`/v2/persons/${encodeURIComponent(personId)}/employments`);
  const [newest] = page?.items ?? [];
  return newest === undefined ? undefined : parseAnswer(PersonioEmployment, newest);
}

function endOf({ termination }: PersonioEmployment): string | undefined {
  return termination?.last_working_date ?? termination?.termination_date;
}

function employeeIdOf(
  person: { readonly id: string; readonly custom_attributes?: readonly unknown[] | null | undefined },
  attribute: string | undefined,
) {
  if (attribute === undefined) return person.id;
  const found = person.custom_attributes?.map(asAttribute).find(({ id }) => id === attribute);
  const value = typeof found?.value === "number" ? String(found.value) : found?.value;
  if (typeof value === "string" && value.trim() !== "") return value.trim();
  throw new NeedsPersonError(
    "The attribute with the employee id is empty or hidden in Personio: fill it, or let the key read it",
  );
}

function asAttribute(attribute: unknown): { readonly id?: unknown; readonly value?: unknown } {
  return typeof attribute === "object" && attribute !== null ? attribute : {};
}

function recordOf(employeeId: string, employment: PersonioEmployment, now: Instant): HrRecord {
  const end = endOf(employment);
  const ended = employment.status?.toUpperCase() === "INACTIVE" ? leftAlready(now) : undefined;
  return {
    employeeId,
    employmentId: employment.id,
    objectId: undefined,
    departure: end === undefined ? ended : { date: end, meaning: "last-working-day" },
    site: employment.office?.name,
    timeZone: undefined,
    country: undefined,
    workerType: employment.type,
    terminationType: terminationTypeOf(employment.termination?.type),
  };
}
