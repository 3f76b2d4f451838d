import { z } from "zod";
import { NotFoundError } from "../../domain/errors.ts";
import type { Operation } from "../graph/operations.ts";
import { IdText, OptionalDay, OptionalText, parseAnswer, type ReadRecord, ShownDay } from "./answer.ts";

/** What is asked of Graph here. */
export const readLeaveDate: Operation = {
  what: "Reading the leave date",
  permission: "User-LifeCycleInfo.Read.All",
};

/** Reads one resource of Microsoft Graph. Throws as `Directory` does. */
export type ReadGraph = (path: string) => Promise<unknown>;

const select = "id,employeeId,employeeHireDate,employeeLeaveDateTime,employeeType,country,department,officeLocation";

/** Graph answers null for what is empty and for what the application may not read alike. */
const User = z.object({
  id: z.uuid().toLowerCase(),
  employeeId: IdText,
  employeeHireDate: OptionalDay,
  employeeLeaveDateTime: ShownDay,
  employeeType: OptionalText,
  country: OptionalText,
  department: OptionalText,
  officeLocation: OptionalText,
});

/**
 * Reads the leave date that lifecycle workflows go by, from the directory itself. It needs the application permission
 * `User-LifeCycleInfo.Read.All`, without which everybody seems to stay.
 *
 * @see https://learn.microsoft.com/graph/tutorial-lifecycle-workflows-set-employeeleavedatetime
 */
export function entraRecords(read: ReadGraph): ReadRecord {
  return async (objectId) => {
    if (!z.uuid().safeParse(objectId).success) return undefined;
    const answer = await read(`/users/${objectId}?$select=${select}`).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    });
    if (answer === undefined) return undefined;
    const user = parseAnswer(User, answer);
    const { employeeHireDate: hired, employeeLeaveDateTime: leaves } = user;
    const isOfEarlier = hired !== undefined && leaves !== undefined && leaves < hired;
    return {
      employeeId: user.employeeId,
      employmentId: hired ?? "no-hire-date",
      objectId: user.id,
      departure: leaves === undefined || isOfEarlier ? undefined : { date: leaves, meaning: "last-working-day" },
      site: user.officeLocation,
      timeZone: undefined,
      country: user.country,
      department: user.department,
      workerType: user.employeeType,
    };
  };
}
