import { z } from "zod";
import { NeedsPersonError } from "../../domain/errors.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { HrEnds, RecordedEnd } from "../../domain/ports/hr-ends.ts";
import type { HrRecord } from "../../domain/ports/hr-records.ts";
import { IdText, OptionalDay, OptionalText, parseAnswer, parseList, type ReadRecord, ShownDay } from "./answer.ts";
import { endsAmong } from "./ends-among.ts";
import { leftAlready } from "./left-already.ts";
import { askJson } from "./read-json.ts";
import { terminationTypeOf } from "./termination-type.ts";

/** Short names for the fields that Leaver reads, by the vendor's field id. */
const fields = {
  id: "root.id",
  employeeId: "work.employeeIdInCompany",
  startDate: "work.startDate",
  status: "internal.status",
  terminationDate: "internal.terminationDate",
  terminationType: "internal.terminationType",
  lastDayOfWork: "employee.lastDayOfWork",
  site: "work.site",
  department: "work.department",
  workerType: "payroll.employment.type",
} as const;

/** Bob leaves out what the service user may not read: a hidden end must not look like "does not leave". */
const Employee = z.object({
  id: IdText,
  employeeId: IdText,
  startDate: OptionalDay,
  status: OptionalText,
  terminationDate: ShownDay,
  terminationType: OptionalText,
  lastDayOfWork: OptionalDay,
  site: OptionalText,
  department: OptionalText,
  workerType: OptionalText,
});
type Employee = z.infer<typeof Employee>;

const Found = z.object({ employees: z.array(z.unknown()) });
const Ended = Employee.pick({ id: true, terminationDate: true, startDate: true });

/** One search answers for the whole company, without pages: that takes longer than one person. In milliseconds. */
const searchTimeoutMs = 60_000;

/**
 * Reads one employee of HiBob. The last day of work counts where it is recorded (garden leave), else the termination date.
 *
 * @param key `id:token` of a service user
 * @see https://apidocs.hibob.com/docs/people-read-api-contract
 */
export function hibobRecords(baseUrl: string, key: string, clock: Clock): ReadRecord {
  return async (employeeRef) => {
    if (!/^[\w-]{1,64}$/.test(employeeRef)) {
      throw new NeedsPersonError("The notice names no HiBob employee id: look the person up in the HR system");
    }
    const url = new URL(`${baseUrl.replace(/\/+$/, "")}/v1/people/${employeeRef}`);
    const answer = await askJson(url, { ...asServiceUser(key), json: { fields: Object.values(fields) } });
    if (answer === undefined) return undefined;
    const employee = parseAnswer(Employee, named(answer));
    if (employee.id !== employeeRef) {
      throw new NeedsPersonError("HiBob answered about somebody else: check the address of the lookup");
    }
    return recordOf(employee, clock.now());
  };
}

/** Everybody whose termination date is recorded: one call for the whole company, whatever its size. */
export function hibobEnds(baseUrl: string, key: string): HrEnds {
  return {
    since: "ends",
    async page(since) {
      const url = new URL(`${baseUrl.replace(/\/+$/, "")}/v1/people/search`);
      const json = { fields: [fields.id, fields.terminationDate, fields.startDate], showInactive: true };
      const answer = await askJson(url, { ...asServiceUser(key), json, timeoutMs: searchTimeoutMs });
      const { employees } = parseList(Found, answer);
      const people = employees.map(named).map((employee) => ({
        employeeRef: parseAnswer(IdText, employee.id),
        end: () => endSince(since, parseAnswer(Ended, employee)),
      }));
      return { ends: await endsAmong(people), next: undefined };
    },
  };
}

function endSince(since: Instant, { id, terminationDate, startDate }: z.infer<typeof Ended>): RecordedEnd | undefined {
  if (terminationDate === undefined || terminationDate < since.slice(0, 10)) return undefined;
  return { employeeRef: id, stamp: `${startDate ?? ""} ${terminationDate}` };
}

function asServiceUser(key: string) {
  return { headers: { authorization: `Basic ${Buffer.from(key).toString("base64")}` } };
}

/** Fields come as `"/root/id": { "value": … }`, and some also as objects inside each other. */
function named(answer: unknown): Record<string, unknown> {
  const paths = Object.entries(fields).map(([name, field]): [string, unknown] => [name, valueAt(answer, field)]);
  return Object.fromEntries(paths.filter(([, value]) => value !== undefined));
}

function valueAt(answer: unknown, field: string): unknown {
  const bySlashes = member(answer, `/${field.replaceAll(".", "/")}`);
  if (bySlashes !== undefined) {
    const value = member(bySlashes, "value");
    return value === undefined ? bySlashes : value;
  }
  const steps = field.replace(/^root\./, "").split(".");
  return steps.reduce<unknown>((at, step) => member(at, step), answer);
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function recordOf(employee: Employee, now: Instant): HrRecord {
  return {
    employeeId: employee.employeeId,
    employmentId: employee.startDate ?? "no-start-date",
    objectId: undefined,
    departure: departureOf(employee, now),
    site: employee.site,
    timeZone: undefined,
    country: undefined,
    department: employee.department,
    workerType: employee.workerType,
    terminationType: terminationTypeOf(employee.terminationType),
  };
}

function departureOf(
  { terminationDate, lastDayOfWork, startDate, status }: Employee,
  now: Instant,
): HrRecord["departure"] {
  // An end before the start belongs to an earlier employment: the person was hired again.
  const isOfEarlier = terminationDate !== undefined && startDate !== undefined && terminationDate < startDate;
  if (terminationDate !== undefined && !isOfEarlier) {
    return { date: lastDayOfWork ?? terminationDate, meaning: "last-working-day" };
  }
  return status?.toLowerCase() === "inactive" ? leftAlready(now) : undefined;
}
