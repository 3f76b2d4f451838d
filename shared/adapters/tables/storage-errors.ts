import { RestError } from "@azure/data-tables";
import { TryLaterError } from "../../domain/errors.ts";

/** True for an answer of the table service with one of these status codes. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof RestError && error.statusCode !== undefined && statuses.includes(error.statusCode);
}

/**
 * A write that ended like this may still have been made: by a retry inside the client (404, 409, 412), or although the
 * answer was lost (5xx, no answer). It has to be looked up (section 10.3, RULE 18).
 */
export function isAmbiguous(error: unknown): boolean {
  return (
    error instanceof RestError &&
    (error.statusCode === undefined || error.statusCode >= 500 || hasStatus(error, 404, 408, 409, 412, 429))
  );
}

/** Runs a call to storage; an answer that may be better next time becomes `TryLaterError`. */
export async function storage<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (
      error instanceof RestError &&
      (error.statusCode === undefined || error.statusCode >= 500 || hasStatus(error, 408, 429))
    ) {
      throw new TryLaterError("Table Storage did not answer", { cause: error });
    }
    throw error;
  }
}
