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

/**
 * The answer in the shape that the adapter relies on.
 * @throws {NeedsPersonError} naming the fields that are missing or wrong, never their values
 */
export function parseAnswer<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join(".") || "the whole answer"))];
  throw new NeedsPersonError(
    `The HR record cannot be used: check ${fields.join(", ")} in the HR system, and that the key may read it`,
  );
}
