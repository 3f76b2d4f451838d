import { expect, test } from "vitest";
import { HrisRecords } from "../../../shared/adapters/hris/hris-records.ts";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { Instant, SourceName } from "../../../shared/domain/ids.ts";
import { type HrServer, hrServer, json } from "./hr-server.ts";

const bamboohr = SourceName.parse("bamboohr");
const generic = SourceName.parse("generic");
const silent = SourceName.parse("silent");
const clock = { now: () => Instant.parse("2026-03-02T10:00:00.000Z") };

const employee = {
  id: "42",
  employeeNumber: "E-42",
  status: "Active",
  hireDate: "2020-01-01",
  terminationDate: "2026-03-31",
  location: "Oslo",
  country: "Norway",
  department: "Sales",
  employmentHistoryStatus: "Full-Time",
  terminationType: "Resignation (Voluntary)",
};

const person = {
  employeeId: "E-42",
  employmentId: "E-42-1",
  status: "active",
  lastWorkingDay: "2026-03-31",
  site: "Oslo",
  country: "NO",
  timeZone: "Europe/Oslo",
};

function records({ url }: Pick<HrServer, "url">): HrisRecords {
  return new HrisRecords(
    [
      { name: bamboohr, lookup: { kind: "bamboohr", baseUrl: `${url}/`, key: "bamboo-key" } },
      { name: generic, lookup: { kind: "http", url: `${url}/people?code=1`, key: "lookup-key" } },
      { name: silent, lookup: undefined },
    ],
    clock,
  );
}

async function read(source: SourceName, answer: unknown) {
  await using server = await hrServer(json(answer));
  return await records(server).read(source, "42");
}

test("a leaving employee is read from BambooHR", async () => {
  await using server = await hrServer(json(employee));

  expect(await records(server).read(bamboohr, "42")).toEqual({
    employeeId: "E-42",
    employmentId: "2020-01-01",
    objectId: undefined,
    departure: { date: "2026-03-31", meaning: "last-working-day" },
    site: "Oslo",
    timeZone: undefined,
    country: "Norway",
    department: "Sales",
    workerType: "Full-Time",
    terminationType: "resignation",
  });
  expect(server.requests).toEqual([
    {
      url: "/api/v1/employees/42?fields=employeeNumber%2Cstatus%2ChireDate%2CterminationDate%2CterminationType%2CemploymentHistoryStatus%2Clocation%2Ccountry%2Cdepartment&onlyCurrent=false",
      authorization: `Basic ${Buffer.from("bamboo-key:x").toString("base64")}`,
      accept: "application/json",
    },
  ]);
});

test.each([
  ["Involuntary", "involuntary"],
  ["Laid off", "involuntary"],
  ["voluntary", "resignation"],
  ["Retirement", "retirement"],
  ["Deceased", "death"],
  ["Parental leave", "long-leave"],
  ["End of contract", "other"],
  ["", undefined],
])("R-74: the termination type %o counts as %o", async (text, terminationType) => {
  expect(await read(bamboohr, { ...employee, terminationType: text })).toMatchObject({ terminationType });
  expect(await read(generic, { ...person, terminationType: text })).toMatchObject({ terminationType });
});

test("R-74: department and worker type are read where the source has them", async () => {
  expect(await read(bamboohr, { ...employee, employmentHistoryStatus: "Terminated" })).toMatchObject({
    workerType: undefined,
  });
  expect(await read(generic, { ...person, department: "Sales", workerType: "contractor" })).toMatchObject({
    department: "Sales",
    workerType: "contractor",
  });
});

test("a leaving person is read from the customer's lookup, whatever the id looks like", async () => {
  await using server = await hrServer(json({ ...person, objectId: "1DE3A1B2-0000-4000-8000-00000000002A" }));

  expect(await records(server).read(generic, "E&42=../#?")).toEqual({
    employeeId: "E-42",
    employmentId: "E-42-1",
    objectId: "1de3a1b2-0000-4000-8000-00000000002a",
    departure: { date: "2026-03-31", meaning: "last-working-day" },
    site: "Oslo",
    timeZone: "Europe/Oslo",
    country: "NO",
  });
  expect(server.requests).toEqual([
    {
      url: "/people?code=1&employeeId=E%2642%3D..%2F%23%3F",
      authorization: "Bearer lookup-key",
      accept: "application/json",
    },
  ]);
});

test.each(["0000-00-00", "", null, "9999-12-31"])("BambooHR writes no end as %o", async (terminationDate) => {
  expect(await read(bamboohr, { ...employee, terminationDate })).toMatchObject({ departure: undefined });
});

test("nobody leaves while the lookup gives no last working day", async () => {
  expect(await read(generic, { ...person, lastWorkingDay: null })).toMatchObject({ departure: undefined });
});

test("who is inactive without a date is not employed since yesterday", async () => {
  const departure = { date: "2026-03-01", meaning: "first-day-not-employed" };

  expect(await read(bamboohr, { ...employee, status: "Inactive", terminationDate: "0000-00-00" })).toMatchObject({
    departure,
  });
  expect(await read(generic, { ...person, status: "Terminated", lastWorkingDay: null })).toMatchObject({ departure });
});

test("an end before the hire date is the end of an earlier employment", async () => {
  const hiredAgain = { ...employee, hireDate: "2025-09-01", terminationDate: "2025-03-31" };

  expect(await read(bamboohr, hiredAgain)).toMatchObject({ employmentId: "2025-09-01", departure: undefined });
  expect(await read(bamboohr, { ...hiredAgain, status: "Inactive" })).toMatchObject({
    departure: { date: "2026-03-01", meaning: "first-day-not-employed" },
  });
});

test("what the source leaves empty stays unknown", async () => {
  const bare = {
    id: 42,
    employeeNumber: "E-42",
    status: "Active",
    hireDate: null,
    terminationDate: null,
    location: "",
  };

  expect(await read(bamboohr, bare)).toEqual({
    employeeId: "E-42",
    employmentId: "no-hire-date",
    objectId: undefined,
    departure: undefined,
    site: undefined,
    timeZone: undefined,
    country: undefined,
  });
});

test.each<[string, SourceName, object]>([
  ["terminationDate", bamboohr, { ...employee, terminationDate: undefined }],
  ["status", bamboohr, { ...employee, status: undefined }],
  ["status", bamboohr, { ...employee, status: "On leave" }],
  ["employeeNumber", bamboohr, { ...employee, employeeNumber: null }],
  ["terminationDate", bamboohr, { ...employee, terminationDate: "31.03.2026" }],
  ["hireDate", bamboohr, { ...employee, hireDate: "2020-02-30" }],
  ["lastWorkingDay", generic, { ...person, lastWorkingDay: undefined }],
  ["status", generic, { ...person, status: "sabbatical" }],
  ["employeeId", generic, { ...person, employeeId: "" }],
  ["the whole answer", generic, []],
])(
  "a record whose %s is hidden or unreadable waits for a person instead of looking employed",
  async (field, source, answer) => {
    const reading = read(source, answer);

    await expect(reading).rejects.toThrow(NeedsPersonError);
    await expect(reading).rejects.toThrow(field);
  },
);

test("an answer about somebody else is refused", async () => {
  await expect(read(bamboohr, { ...employee, id: "43" })).rejects.toThrow(NeedsPersonError);
});

test.each(["0", "00", "-1", "4/2", "..", "42?x=1", "42 ", "", "٤٢", "1".repeat(19)])(
  "BambooHR is never asked for %o",
  async (employeeRef) => {
    await using server = await hrServer(json(employee));

    await expect(records(server).read(bamboohr, employeeRef)).rejects.toThrow(NeedsPersonError);
    expect(server.requests).toEqual([]);
  },
);

test.each(["", "a\r\nb", "\u0000", "x".repeat(129)])("the lookup is never asked for %o", async (employeeRef) => {
  await using server = await hrServer(json(person));

  await expect(records(server).read(generic, employeeRef)).rejects.toThrow(NeedsPersonError);
  expect(server.requests).toEqual([]);
});

test("a source without lookup cannot be read", async () => {
  const hr = records({ url: "http://127.0.0.1:9" });

  expect([bamboohr, generic, silent].map((source) => hr.canRead(source))).toEqual([true, true, false]);
  expect(hr.canRead(SourceName.parse("stranger"))).toBe(false);
  await expect(hr.read(silent, "42")).rejects.toThrow(NeedsPersonError);
});

test("an unknown person is undefined", async () => {
  await using server = await hrServer(json({ error: "no such employee" }, 404));

  expect(await records(server).read(bamboohr, "42")).toBeUndefined();
  expect(await records(server).read(generic, "42")).toBeUndefined();
});
