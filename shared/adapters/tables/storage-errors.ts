import { setTimeout as delay } from "node:timers/promises";
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

/** True for an answer that may be better next time, and for no answer at all. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof RestError &&
    (error.statusCode === undefined || error.statusCode >= 500 || hasStatus(error, 408, 429))
  );
}

/**
 * Before each repetition, in milliseconds: at once, because another server answers, or another connection, if one was closed
 * while it was idle; then as long as a busy partition takes.
 */
export const repeatAfterMs = [0, 200, 600];

/**
 * Runs a call that may be repeated without harm: a read, a write of the whole row, a delete. Storage that does not answer
 * is asked four times within about a second.
 *
 * @throws {TryLaterError} it still does not answer
 */
export async function storage<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!isPassing(error)) throw error;
      const afterMs = repeatAfterMs[attempt];
      if (afterMs === undefined) throw new TryLaterError("Table Storage did not answer", { cause: error });
      await delay(afterMs);
    }
  }
}
