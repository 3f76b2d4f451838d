import { inTurns } from "../../domain/in-turns.ts";
import type { RecordedEnd } from "../../domain/ports/hr-ends.ts";
import { UnusableRecordError } from "./answer.ts";

/** One person of a list, and how the end is found. */
export interface Listed {
  readonly employeeRef: string;
  readonly end: () => RecordedEnd | undefined | Promise<RecordedEnd | undefined>;
}

/**
 * Those who have an end. Somebody whose record cannot be used is told all the same, so that the delivery waits for a person and
 * nobody is forgotten; when that is everybody, the key is at fault and not the records.
 *
 * @throws {UnusableRecordError} no record of several can be used
 */
export async function endsAmong(people: readonly Listed[]): Promise<readonly RecordedEnd[]> {
  const unusable: UnusableRecordError[] = [];
  const found = await inTurns(people, async ({ employeeRef, end }): Promise<RecordedEnd | undefined> => {
    try {
      return await end();
    } catch (error) {
      if (!(error instanceof UnusableRecordError)) throw error;
      unusable.push(error);
      return { employeeRef, stamp: "unusable" };
    }
  });
  const [first] = unusable;
  if (first !== undefined && people.length > 1 && unusable.length === people.length) throw first;
  return found.filter((end) => end !== undefined);
}
