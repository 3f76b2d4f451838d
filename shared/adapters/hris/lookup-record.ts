import { z } from "zod";
import { NeedsPersonError } from "../../domain/errors.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Clock } from "../../domain/ports/clock.ts";
import type { HrRecord } from "../../domain/ports/hr-records.ts";
import { OptionalDate, OptionalText, parseAnswer, type ReadRecord } from "./answer.ts";
import { leftAlready } from "./left-already.ts";
import { readJson } from "./read-json.ts";
import { terminationTypeOf } from "./termination-type.ts";

const employed = ["active", "leave", "leaving"] as const;
const ended = ["terminated", "inactive", "left"] as const;

/** `lastWorkingDay` has to be there, as a date or as null: a lookup that forgot it must not look like "does not leave". */
const Person = z.object({
  employeeId: z.string().trim().min(1).max(128),
  employmentId: z.string().trim().min(1).max(128),
  objectId: z.uuid().toLowerCase().nullish(),
  status: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.enum([...employed, ...ended])),
  lastWorkingDay: OptionalDate,
  site: OptionalText,
  country: OptionalText,
  timeZone: OptionalText,
  department: OptionalText,
  workerType: OptionalText,
  terminationType: OptionalText,
});

/**
 * Reads a person through the customer's own lookup: `GET {url}?employeeId=…` with a bearer token, answered by
 * `{ employeeId, employmentId, objectId?, status, lastWorkingDay, site?, country?, timeZone?, department?, workerType?,
 * terminationType? }`, or 404.
 *
 * @param url a query that it already has is kept
 */
export function lookupRecords(url: string, key: string, clock: Clock): ReadRecord {
  return async (employeeRef) => {
    if (!/^[^\p{C}]{1,128}$/u.test(employeeRef)) {
      throw new NeedsPersonError("The notice names no usable employee id: look the person up in the HR system");
    }
    const address = new URL(url);
    address.searchParams.set("employeeId", employeeRef);

    const answer = await readJson(address, `Bearer ${key}`);
    if (answer === undefined) return undefined;
    const { status, lastWorkingDay, objectId, terminationType, ...person } = parseAnswer(Person, answer);
    return {
      ...person,
      objectId: objectId ?? undefined,
      terminationType: terminationTypeOf(terminationType),
      departure: departureOf(status, lastWorkingDay, clock.now()),
    };
  };
}

function departureOf(status: string, lastWorkingDay: string | undefined, now: Instant): HrRecord["departure"] {
  if (lastWorkingDay !== undefined) return { date: lastWorkingDay, meaning: "last-working-day" };
  return ended.some((each) => each === status) ? leftAlready(now) : undefined;
}
