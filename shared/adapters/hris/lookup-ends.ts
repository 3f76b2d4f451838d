import { z } from "zod";
import type { HrEnds } from "../../domain/ports/hr-ends.ts";
import { IdText, parseList, ShownDay } from "./answer.ts";
import { readJson } from "./read-json.ts";

const Listed = z.object({
  people: z.array(
    z.object({
      employeeId: IdText,
      employmentId: IdText,
      lastWorkingDay: ShownDay,
      /** Ended without a date that anybody wrote down. */
      ended: z.boolean().optional(),
      changedAt: z.string().min(1).max(64),
    }),
  ),
  next: z.string().min(1).max(2_000).nullish(),
});

/**
 * Lists people through the customer's own list, for example a report of Workday behind a small function:
 * `GET {url}?changedSince=…&cursor=…` with a bearer token, answered by
 * `{ people: [{ employeeId, employmentId, lastWorkingDay, ended?, changedAt }], next? }`, oldest change first. One call a page.
 *
 * @param url a query that it already has is kept
 */
export function lookupEnds(url: string, key: string): HrEnds {
  return {
    since: "changes",
    async page(since, cursor) {
      const address = new URL(url);
      address.searchParams.set("changedSince", since);
      if (cursor !== undefined) address.searchParams.set("cursor", cursor);
      const { people, next } = parseList(Listed, await readJson(address, `Bearer ${key}`));
      const ends = people
        .filter(({ lastWorkingDay, ended }) => lastWorkingDay !== undefined || ended === true)
        .map(({ employeeId, employmentId, changedAt }) => ({
          employeeRef: employeeId,
          stamp: `${employmentId} ${changedAt}`,
        }));
      return { ends, next: next ?? undefined };
    },
  };
}
