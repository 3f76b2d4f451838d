import { z } from "zod";
import { NeedsPersonError, TryLaterError } from "../../domain/errors.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { HrEnds } from "../../domain/ports/hr-ends.ts";
import type { HrRecord } from "../../domain/ports/hr-records.ts";
import { IdText, OptionalDay, OptionalText, parseAnswer, parseList, type ReadRecord, ShownDay } from "./answer.ts";
import { endsAmong } from "./ends-among.ts";
import { leftAlready } from "./left-already.ts";
import { askJson } from "./read-json.ts";
import { terminationTypeOf } from "./termination-type.ts";

const Employment = z.object({
  id: IdText,
  source_id: IdText,
  end_date: ShownDay,
  start_date: OptionalDay,
  latest_rehire_date: OptionalDay,
  is_active: z.boolean().nullable(),
  employment_status: OptionalText,
  department: z.object({ name: OptionalText }).nullish(),
  employment: z.object({ type: OptionalText, subtype: OptionalText }).nullish(),
  location: z.object({ city: OptionalText, country: OptionalText }).nullish(),
});
type Employment = z.infer<typeof Employment>;

const Answers = z.object({
  responses: z.array(z.object({ individual_id: z.string(), code: z.int(), body: z.unknown() })),
});
const Directory = z.object({
  paging: z.object({ count: z.int().nullish(), offset: z.int().nullish() }),
  individuals: z.array(z.object({ id: z.uuid() })),
});

const pageSize = 100;
/** A first read that Finch has not prepared is made at the provider while we wait. In milliseconds. */
const timeoutMs = 60_000;
const over = ["terminated", "retired", "deceased"];

/**
 * Reads one employment from Finch. `source_id` is the directory's employee id.
 *
 * @see https://developer.tryfinch.com/api-reference/organization/employment
 */
export function finchRecords(baseUrl: string, key: string, clock: Clock): ReadRecord {
  return async (employeeRef) => {
    if (!z.uuid().safeParse(employeeRef).success) {
      throw new NeedsPersonError("The notice names no Finch individual: look the person up in the HR system");
    }
    const [answer] = await employments(baseUrl, key, [employeeRef]);
    if (answer === undefined || answer.code === 404) return undefined;
    return recordOf(parseAnswer(Employment, usable(answer)), clock.now());
  };
}

/** Everybody in the directory, and who of them has an end: two calls for each hundred people of the company. */
export function finchEnds(baseUrl: string, key: string): HrEnds {
  return {
    since: "ends",
    async page(since, cursor = "0") {
      const url = new URL(`${baseUrl.replace(/\/+$/, "")}/employer/directory`);
      url.searchParams.set("limit", String(pageSize));
      url.searchParams.set("offset", cursor);
      const { individuals } = parseList(Directory, await askJson(url, asking(key)));
      if (individuals.length === 0) return { ends: [], next: undefined };
      const answers = await employments(
        baseUrl,
        key,
        individuals.map(({ id }) => id),
      );
      const people = answers
        .filter(({ code }) => code !== 404)
        .map((one) => ({
          employeeRef: one.individual_id,
          end: () => {
            const stamp = stampOf(parseAnswer(Employment, usable(one)), since);
            return stamp === undefined ? undefined : { employeeRef: one.individual_id, stamp };
          },
        }));
      const ends = await endsAmong(people);
      return { ends, next: String(Number(cursor) + individuals.length) };
    },
  };
}

async function employments(baseUrl: string, key: string, ids: readonly string[]) {
  const url = new URL(`${baseUrl.replace(/\/+$/, "")}/employer/employment`);
  const json = { requests: ids.map((individual_id) => ({ individual_id })) };
  return parseList(Answers, await askJson(url, { ...asking(key), json })).responses;
}

function asking(key: string) {
  return { headers: { authorization: `Bearer ${key}`, "finch-api-version": "2020-09-17" }, timeoutMs };
}

/** Each person of a batch has a status code of its own. */
function usable({ code, body }: { readonly code: number; readonly body: unknown }): unknown {
  if (code === 200) return body;
  if (code === 202 || code === 429 || code >= 500) {
    throw new TryLaterError(`Finch has not read this employment from the provider yet (${code})`);
  }
  throw new NeedsPersonError(`Finch may not read this employment (${code}): have the connection renewed`);
}

/** The end of the employment that is the newest; an end before a rehire belongs to an earlier one. */
function endOf({ end_date, start_date, latest_rehire_date }: Employment): string | undefined {
  const begun = latest_rehire_date ?? start_date;
  return end_date !== undefined && begun !== undefined && end_date < begun ? undefined : end_date;
}

function isOver({ employment_status, is_active }: Employment): boolean {
  return employment_status === undefined ? is_active === false : over.includes(employment_status.toLowerCase());
}

function stampOf(employment: Employment, since: Instant): string | undefined {
  const end = endOf(employment);
  const begun = employment.latest_rehire_date ?? employment.start_date ?? "";
  if (end !== undefined) return end < since.slice(0, 10) ? undefined : `${begun} ${end}`;
  // A date that an earlier employment left behind says nothing about when this one ended.
  return isOver(employment) && employment.end_date === undefined ? `${begun} over` : undefined;
}

function recordOf(employment: Employment, now: Instant): HrRecord {
  const end = endOf(employment);
  const ended = isOver(employment) ? leftAlready(now) : undefined;
  return {
    employeeId: employment.source_id,
    employmentId: employment.latest_rehire_date ?? employment.start_date ?? "no-start-date",
    objectId: undefined,
    departure: end === undefined ? ended : { date: end, meaning: "last-working-day" },
    site: employment.location?.city,
    timeZone: undefined,
    country: employment.location?.country,
    department: employment.department?.name,
    workerType: employment.employment?.subtype ?? employment.employment?.type,
    terminationType: /^(retired|deceased)$/i.test(employment.employment_status ?? "")
      ? terminationTypeOf(employment.employment_status)
      : undefined,
  };
}
