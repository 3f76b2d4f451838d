import { z } from "zod";
import { NeedsPersonError } from "../../domain/errors.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { HrRecord } from "../../domain/ports/hr-records.ts";
import { OptionalDate, OptionalText, parseAnswer, type ReadRecord } from "./answer.ts";
import { BambooHrId } from "./bamboohr-id.ts";
import { leftAlready } from "./left-already.ts";
import { readJson } from "./read-json.ts";
import { terminationTypeOf } from "./termination-type.ts";

const FIELDS =
  "employeeNumber,status,hireDate,terminationDate,terminationType,employmentHistoryStatus,location,country,department";

/**
 * BambooHR leaves out what the key may not read. A hidden `terminationDate` must not look like "does not leave", so
 * the fields that decide have to be there, even when they are empty.
 */
const Employee = z.object({
  id: z.coerce.string(),
  employeeNumber: z.string().trim().min(1),
  status: z.enum(["Active", "Inactive"]),
  hireDate: OptionalDate,
  terminationDate: OptionalDate,
  location: OptionalText,
  country: OptionalText,
  department: OptionalText,
  employmentHistoryStatus: OptionalText,
  terminationType: OptionalText,
});
export type Employee = z.infer<typeof Employee>;

/**
 * Reads the employee record of BambooHR: `employeeNumber` is the directory's employee id, `hireDate` names the
 * employment, `terminationDate` is taken as the last working day, because access is never cut early.
 *
 * @param baseUrl the company's address, for example https://company.bamboohr.com
 * @see https://documentation.bamboohr.com/reference/get-employee
 */
export function bambooHrRecords(baseUrl: string, key: string, clock: Clock): ReadRecord {
  return async (employeeRef) => {
    const employee = await readEmployee(baseUrl, key, employeeRef);
    if (employee === undefined) return undefined;
    return {
      employeeId: employee.employeeNumber,
      employmentId: employee.hireDate ?? "no-hire-date",
      objectId: undefined,
      departure: departureOf(employee, clock.now()),
      site: employee.location,
      timeZone: undefined,
      country: employee.country,
      department: employee.department,
      workerType: workerTypeOf(employee),
      terminationType: terminationTypeOf(employee.terminationType),
    };
  };
}

/** One employee as BambooHR shows it, checked; undefined when there is none with this number. Errors as `HrRecords`. */
export async function readEmployee(baseUrl: string, key: string, employeeRef: string): Promise<Employee | undefined> {
  if (!BambooHrId.safeParse(employeeRef).success) {
    throw new NeedsPersonError("The notice names no BambooHR employee number: look the person up in the HR system");
  }
  const url = new URL(`${apiUrl(baseUrl)}/employees/${employeeRef}`);
  url.searchParams.set("fields", FIELDS);
  // Without it BambooHR hides what takes effect in the future, such as a planned end.
  url.searchParams.set("onlyCurrent", "false");

  const answer = await readJson(url, authorizationOf(key));
  if (answer === undefined) return undefined;
  const employee = parseAnswer(Employee, answer);
  if (employee.id !== employeeRef) {
    throw new NeedsPersonError("BambooHR answered about somebody else: check the address of the lookup");
  }
  return employee;
}

export function apiUrl(baseUrl: string): string {
  return `${baseUrl.replace(/\/+$/, "")}/api/v1`;
}

/** BambooHR takes the key as user name, and any password. */
export function authorizationOf(key: string): string {
  return `Basic ${Buffer.from(`${key}:x`).toString("base64")}`;
}

/** The employment status is "Full-Time", "Contractor" and so on, until it says that there is no employment any more. */
function workerTypeOf({ employmentHistoryStatus: type }: Employee): string | undefined {
  return type === undefined || /^terminated$/i.test(type) ? undefined : type;
}

/** When this employment ends, as the record says. */
export function departureOf({ status, hireDate, terminationDate }: Employee, now: Instant): HrRecord["departure"] {
  // An end before the hire date belongs to an earlier employment: the person was hired again.
  const isOfEarlier = terminationDate !== undefined && hireDate !== undefined && terminationDate < hireDate;
  if (terminationDate !== undefined && !isOfEarlier) return { date: terminationDate, meaning: "last-working-day" };
  return status === "Inactive" ? leftAlready(now) : undefined;
}
