import { z } from "zod";
import { NeedsPersonError } from "../../domain/errors.ts";
import type { HrRecord } from "../../domain/ports/hr-records.ts";

/** Reads one person by the source's own id; undefined when the source does not know the person. */
export type ReadRecord = (employeeRef: string) => Promise<HrRecord | undefined>;

/** A civil date, or undefined for the ways in which HR systems write "none". */
export const OptionalDate = z
  .union([z.null(), z.enum(["", "0000-00-00", "9999-12-31"]).transform(() => null), z.iso.date()])
  .transform((date) => date ?? undefined);

/** Text, or undefined for the ways in which HR systems write "none". */
export const OptionalText = z
  .string()
  .nullish()
  .transform((text) => text?.trim() || undefined);

const dayOf = (text: string | null | undefined) => text?.trim().slice(0, "2026-01-01".length) || null;

/** The civil date of an instant or a date, as vendors write dates that have no time: the first ten characters count. */
export const OptionalDay = z.string().nullish().transform(dayOf).pipe(OptionalDate);

/** The same, for a date that has to be there, also when it is empty: a hidden one must not look like "does not leave". */
export const ShownDay = z.string().nullable().transform(dayOf).pipe(OptionalDate);

/** Id or number of a person, as text. */
export const IdText = z.union([z.string(), z.int()]).transform(String).pipe(z.string().trim().min(1).max(128));

/** The answer of a list: a 404 there is a wrong address, and not somebody unknown. */
export function parseList<T>(schema: z.ZodType<T>, answer: unknown): T {
  if (answer === undefined)
    throw new NeedsPersonError("The HR system has no such list: check the address of the lookup");
  return parseAnswer(schema, answer);
}

/** The record is there, and does not show what is needed. */
export class UnusableRecordError extends NeedsPersonError {}

/**
 * The answer in the shape that the adapter relies on.
 * @throws {UnusableRecordError} naming the fields that are missing or wrong, never their values
 */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".") || "the whole answer"))];
  throw new UnusableRecordError(
    `The HR record cannot be used: check ${fields.join(", ")} in the HR system, and that the key may read it`,
  );
}
