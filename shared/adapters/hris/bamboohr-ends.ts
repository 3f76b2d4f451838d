import { z } from "zod";
import type { Clock } from "../../domain/ports/clock.ts";
import type { HrEnds, RecordedEnd } from "../../domain/ports/hr-ends.ts";
import { parseList } from "./answer.ts";
import { BambooHrId } from "./bamboohr-id.ts";
import { apiUrl, authorizationOf, departureOf, readEmployee } from "./bamboohr-record.ts";
import { endsAmong } from "./ends-among.ts";
import { readJson } from "./read-json.ts";

const Change = z.object({ id: z.coerce.string(), action: z.string(), lastChanged: z.string() });
const Changed = z.object({
  // No change at all may come as an empty list, as languages without objects write an empty one.
  employees: z.union([z.record(z.string(), Change), z.tuple([]).transform((): Record<string, never> => ({}))]),
});
type Change = z.infer<typeof Change>;

/** People that are read for one page. */
const pageSize = 50;

/**
 * Who was changed since the last pass and has an end: one call for the list, which has no pages, and one for each changed
 * person, as the list says who and not what.
 *
 * @see https://documentation.bamboohr.com/reference/get-changed-employee-ids
 */
export function bambooHrEnds(baseUrl: string, key: string, clock: Clock): HrEnds {
  return {
    since: "changes",
    async page(since, cursor = "") {
      const url = new URL(`${apiUrl(baseUrl)}/employees/changed`);
      // Without the milliseconds, which are in none of the documented notations.
      url.searchParams.set("since", `${since.slice(0, "2026-01-01T00:00:00".length)}Z`);
      const { employees } = parseList(Changed, await readJson(url, authorizationOf(key)));
      const left = Object.values(employees)
        .filter(({ id, action }) => action.toLowerCase() !== "deleted" && BambooHrId.safeParse(id).success)
        .filter((change) => placeOf(change) > cursor)
        .sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));

      const these = left.slice(0, pageSize);
      const ends = await endsAmong(
        these.map((change) => ({ employeeRef: change.id, end: () => endOf(change, baseUrl, key, clock) })),
      );
      const last = these.at(-1);
      return { ends, next: left.length > pageSize && last !== undefined ? placeOf(last) : undefined };
    },
  };
}

/** Sorts by the time of the change; who is changed again while a pass goes on moves to its end. */
function placeOf({ id, lastChanged }: Change): string {
  return `${lastChanged} ${id.padStart(18, "0")}`;
}

async function endOf(change: Change, baseUrl: string, key: string, clock: Clock): Promise<RecordedEnd | undefined> {
  const employee = await readEmployee(baseUrl, key, change.id);
  if (employee === undefined || departureOf(employee, clock.now()) === undefined) return undefined;
  return { employeeRef: change.id, stamp: `${employee.hireDate ?? ""} ${change.lastChanged}` };
}
