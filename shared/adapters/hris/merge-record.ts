import { z } from "zod";
import { NeedsPersonError } from "../../domain/errors.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { HrEnds } from "../../domain/ports/hr-ends.ts";
import type { HrRecord } from "../../domain/ports/hr-records.ts";
import { IdText, OptionalDay, OptionalText, parseAnswer, parseList, type ReadRecord, ShownDay } from "./answer.ts";
import { leftAlready } from "./left-already.ts";
import { askJson } from "./read-json.ts";

const Employee = z.object({
  id: IdText,
  employee_number: IdText,
  start_date: OptionalDay,
  termination_date: ShownDay,
  employment_status: OptionalText,
  // Expanded on request; an id where the expansion is not allowed.
  work_location: z
    .union([z.object({ name: OptionalText, country: OptionalText }), z.string().transform(() => null)])
    .nullish(),
});
type Employee = z.infer<typeof Employee>;

const Listed = z.object({
  next: z.string().nullable(),
  results: z.array(
    z.object({
      id: IdText,
      start_date: OptionalDay,
      termination_date: ShownDay,
      employment_status: OptionalText,
    }),
  ),
});

/** The key to the product and the token of the one account that was linked. */
export interface MergeKeys {
  readonly key: string;
  readonly accountToken: string;
}

/**
 * Reads one employee from Merge. `employee_number` is the directory's employee id, and the start date names the employment.
 *
 * @see https://docs.merge.dev/hris/employees
 */
export function mergeRecords(baseUrl: string, keys: MergeKeys, clock: Clock): ReadRecord {
  return async (employeeRef) => {
    if (!z.uuid().safeParse(employeeRef).success) {
      throw new NeedsPersonError("The notice names no Merge employee: look the person up in the HR system");
    }
    const url = new URL(`${listUrl(baseUrl)}/${employeeRef}`);
    url.searchParams.set("expand", "work_location");
    const answer = await askJson(url, asking(keys));
    if (answer === undefined) return undefined;
    const employee = parseAnswer(Employee, answer);
    if (employee.id !== employeeRef) {
      throw new NeedsPersonError("Merge answered about somebody else: check the address of the lookup");
    }
    return recordOf(employee, clock.now());
  };
}

/** Who was changed since the last pass and has an end: one call for each hundred changed people. */
export function mergeEnds(baseUrl: string, keys: MergeKeys): HrEnds {
  return {
    since: "changes",
    async page(since, cursor) {
      const url = new URL(listUrl(baseUrl));
      url.searchParams.set("modified_after", since);
      url.searchParams.set("page_size", "100");
      if (cursor !== undefined) url.searchParams.set("cursor", cursor);
      const { next, results } = parseList(Listed, await askJson(url, asking(keys)));
      const ends = results
        .filter((one) => one.termination_date !== undefined || isInactive(one))
        // Without the time of the change: every synchronisation may set it anew.
        .map((one) => ({ employeeRef: one.id, stamp: `${one.start_date ?? ""} ${one.termination_date ?? "over"}` }));
      return { ends, next: cursorIn(next) };
    },
  };
}

function listUrl(baseUrl: string): string {
  return `${baseUrl.replace(/\/+$/, "")}/api/hris/v1/employees`;
}

function asking({ key, accountToken }: MergeKeys) {
  return { headers: { authorization: `Bearer ${key}`, "x-account-token": accountToken } };
}

/** The next page is told as an address; only its cursor is taken, so that an answer cannot choose where the key goes. */
function cursorIn(next: string | null): string | undefined {
  if (next === null || next === "") return undefined;
  return (URL.canParse(next) ? new URL(next).searchParams.get("cursor") : next) ?? undefined;
}

function isInactive({ employment_status }: Pick<Employee, "employment_status">): boolean {
  return employment_status?.toUpperCase() === "INACTIVE";
}

function recordOf(employee: Employee, now: Instant): HrRecord {
  const { start_date, termination_date, work_location } = employee;
  const isOfEarlier = termination_date !== undefined && start_date !== undefined && termination_date < start_date;
  const end = isOfEarlier ? undefined : termination_date;
  const ended = isInactive(employee) ? leftAlready(now) : undefined;
  return {
    employeeId: employee.employee_number,
    employmentId: start_date ?? "no-start-date",
    objectId: undefined,
    departure: end === undefined ? ended : { date: end, meaning: "last-working-day" },
    site: work_location?.name,
    timeZone: undefined,
    country: work_location?.country,
  };
}
