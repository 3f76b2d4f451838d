import { z } from "zod";
import { NeedsPersonError } from "../../domain/errors.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { HrEnds } from "../../domain/ports/hr-ends.ts";
import type { HrRecord } from "../../domain/ports/hr-records.ts";
import { IdText, OptionalText, parseAnswer, parseList, type ReadRecord } from "./answer.ts";
import { leftAlready } from "./left-already.ts";
import { readJson } from "./read-json.ts";

/** One contract of a person, as the list of people shows it. Its id is what webhooks name. */
const Contract = z.object({
  id: IdText,
  is_ended: z.boolean(),
  hiring_type: OptionalText,
  country: OptionalText,
  voluntarily_left: z.boolean().nullish(),
});
type Contract = z.infer<typeof Contract>;

const Person = z.object({
  worker_id: z.union([z.null(), z.literal(""), IdText]).optional(),
  country: OptionalText,
  department: z.object({ name: OptionalText }).nullish(),
  employments: z.array(Contract).nullish(),
});
type Person = z.infer<typeof Person>;

const People = z.object({ data: z.array(z.unknown()) });
/** Everything else of a person waits until it is that person's turn: one bad record must not hide the others. */
const Contracts = Person.pick({ employments: true });

const pageSize = 100;
/** A hundred thousand people: more pages than that are a loop. */
const mostPages = 1_000;

/**
 * Reads the person with one contract from Deel, out of the list of people, as webhooks name contracts only. Ended contracts
 * are known; a planned end is not: its field is not published.
 *
 * @see https://developer.deel.com/api/endpoints/people/get-people
 */
export function deelRecords(baseUrl: string, key: string, clock: Clock): ReadRecord {
  return async (contractId) => {
    let offset = 0;
    for (let page = 1; page <= mostPages; page += 1) {
      const people = await readPage(baseUrl, key, offset);
      // The service may give fewer than asked for.
      offset += people.length;
      const found = people.find((person) => contractsOf(person).some(({ id }) => id === contractId));
      if (found !== undefined) return recordOf(parseAnswer(Person, found), contractId, clock.now());
      if (people.length === 0) return undefined;
    }
    throw new NeedsPersonError("The list of people of Deel has no end: check the address of the lookup");
  };
}

/** Everybody whose contract has ended: one call for each hundred people of the company. */
export function deelEnds(baseUrl: string, key: string): HrEnds {
  return {
    since: "ends",
    async page(_since, cursor = "0") {
      const people = await readPage(baseUrl, key, Number(cursor));
      const ended = people.flatMap((person) => contractsOf(person).filter(({ is_ended }) => is_ended));
      return {
        ends: ended.map(({ id }) => ({ employeeRef: id, stamp: "over" })),
        next: people.length === 0 ? undefined : String(Number(cursor) + people.length),
      };
    },
  };
}

async function readPage(baseUrl: string, key: string, offset: number): Promise<readonly unknown[]> {
  const url = new URL(`${baseUrl.replace(/\/+$/, "")}/rest/v2/people`);
  url.searchParams.set("limit", String(pageSize));
  url.searchParams.set("offset", String(offset));
  return parseList(People, await readJson(url, `Bearer ${key}`)).data;
}

function contractsOf(person: unknown): readonly Contract[] {
  return parseAnswer(Contracts, person).employments ?? [];
}

function recordOf(person: Person, contractId: string, now: Instant): HrRecord {
  const contracts = person.employments ?? [];
  const contract = contracts.find(({ id }) => id === contractId);
  if (!person.worker_id) {
    throw new NeedsPersonError("This person has no worker id in Deel: give it the employee id of the directory");
  }
  // Who has another contract that goes on does not leave.
  const isOver = contracts.every(({ is_ended }) => is_ended);
  return {
    employeeId: person.worker_id,
    employmentId: contractId,
    objectId: undefined,
    departure: isOver ? leftAlready(now) : undefined,
    site: undefined,
    timeZone: undefined,
    country: person.country ?? contract?.country,
    department: person.department?.name,
    workerType: contract?.hiring_type,
    terminationType: terminationTypeOf(contract, isOver),
  };
}

function terminationTypeOf(contract: Contract | undefined, isOver: boolean): HrRecord["terminationType"] {
  if (!isOver || typeof contract?.voluntarily_left !== "boolean") return undefined;
  return contract.voluntarily_left ? "resignation" : "involuntary";
}
