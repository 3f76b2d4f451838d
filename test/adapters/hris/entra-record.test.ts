import { expect, test } from "vitest";
import { entraRecords } from "../../../shared/adapters/hris/entra-record.ts";
import { NeedsPersonError, NotFoundError } from "../../../shared/domain/errors.ts";

const id = "11111111-1111-4111-8111-111111111111";
const user = {
  id,
  employeeId: "E-42",
  employeeHireDate: "2020-01-01T00:00:00Z",
  employeeLeaveDateTime: "2026-03-31T22:00:00Z",
  employeeType: "Contractor",
  country: "Norway",
  department: "Sales",
  officeLocation: "Oslo",
};

const read = (answer: object) => entraRecords(async () => answer)(id);

test("the leave date that lifecycle workflows go by is the last working day", async () => {
  const asked: string[] = [];
  const reader = entraRecords(async (path) => {
    asked.push(path);
    return user;
  });

  expect(await reader(id)).toEqual({
    employeeId: "E-42",
    employmentId: "2020-01-01",
    objectId: id,
    departure: { date: "2026-03-31", meaning: "last-working-day" },
    site: "Oslo",
    timeZone: undefined,
    country: "Norway",
    department: "Sales",
    workerType: "Contractor",
  });
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatch(new RegExp(`^/users/${id}\\?\\$select=.*employeeLeaveDateTime`));
});

test("nobody leaves without a leave date, or with one of an earlier employment", async () => {
  expect(await read({ ...user, employeeLeaveDateTime: null })).toMatchObject({ departure: undefined });
  expect(await read({ ...user, employeeLeaveDateTime: "2019-01-01T00:00:00Z" })).toMatchObject({
    departure: undefined,
  });
});

test("an account without employee id waits for a person, and an unknown one is unknown", async () => {
  await expect(read({ ...user, employeeId: null })).rejects.toThrow(NeedsPersonError);
  const gone = entraRecords(async () => {
    throw new NotFoundError("There is no such account");
  });

  expect(await gone(id)).toBeUndefined();
  expect(await gone("../users")).toBeUndefined();
});
