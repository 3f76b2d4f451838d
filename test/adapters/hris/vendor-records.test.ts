import { afterAll, beforeAll, expect, test } from "vitest";
import { mergeAccountToken } from "../../../dev/tenant/hr/merge.ts";
import { vendorId } from "../../../dev/tenant/hr/vendor-route.ts";
import { startTenant, type Tenant } from "../../../dev/tenant/tenant.ts";
import type { HrLookup } from "../../../shared/adapters/hris/hr-lookup.ts";
import { hrisEnds } from "../../../shared/adapters/hris/hris-ends.ts";
import { HrisRecords } from "../../../shared/adapters/hris/hris-records.ts";
import { NeedsPersonError, TryLaterError } from "../../../shared/domain/errors.ts";
import { type Instant, instant, SourceName } from "../../../shared/domain/ids.ts";
import type { RecordedEnd } from "../../../shared/domain/ports/hr-ends.ts";
import { clock, day, now } from "../../product/virtual-time.ts";
import { trustedCertificate } from "../../trusted-certificate.ts";
import { hrServer, json } from "./hr-server.ts";

const name = SourceName.parse("source");
const clockPort = { now };
let tenant: Tenant;

beforeAll(async () => {
  tenant = await startTenant({ clock, certificate: trustedCertificate() });
  tenant.state.hr.terminate("101", { lastDay: day(10), type: "Involuntary" });
  tenant.state.hr.terminate("102", { lastDay: day(-3), type: "Voluntary" });
});
afterAll(async () => await tenant.close());

type Kind = "bamboohr" | "hibob" | "personio" | "deel" | "merge" | "finch" | "http";
const kinds: readonly Kind[] = ["bamboohr", "hibob", "personio", "deel", "merge", "finch", "http"];

function lookupOf(kind: Kind, baseUrl = tenant.url): HrLookup {
  const key = tenant.hrToken;
  switch (kind) {
    case "bamboohr":
      return { kind, baseUrl, key: tenant.hrApiKey };
    case "hibob":
      return { kind, baseUrl, key: `service-user:${key}` };
    case "personio":
      return { kind, baseUrl, key: `local-client:${key}`, employeeIdAttribute: "dynamic_1" };
    case "merge":
      return { kind, baseUrl, key, accountToken: mergeAccountToken };
    case "http":
      return { kind, url: `${baseUrl}/hr/workers`, list: `${baseUrl}/hr/workers/changed`, key };
    default:
      return { kind, baseUrl, key };
  }
}

/** How each source names the person with this number in the HR book. */
function refOf(kind: Kind, hrId: string): string {
  if (kind === "merge" || kind === "finch") return vendorId(hrId);
  if (kind === "deel") return `deel-${hrId}`;
  return kind === "http" ? `E-1${hrId.slice(1).padStart(3, "0")}` : hrId;
}

async function read(kind: Kind, ref: string, baseUrl?: string) {
  const lookup = lookupOf(kind, baseUrl);
  return await new HrisRecords([{ name, lookup }], clockPort).read(name, ref);
}

/** All pages of a pass. */
async function endsAt(kind: Kind, since: Instant): Promise<readonly RecordedEnd[]> {
  const list = hrisEnds(lookupOf(kind), clockPort);
  const all: RecordedEnd[] = [];
  for (let cursor: string | undefined, pages = 0; pages < 500; pages += 1) {
    const page = await list?.page(since, cursor);
    all.push(...(page?.ends ?? []));
    cursor = page?.next;
    if (cursor === undefined) return all;
  }
  throw new Error("The list has no end");
}

test.each(kinds)("RULE 3: %s is read again: who leaves, who has left, who stays, who is unknown", async (kind) => {
  const leaving = await read(kind, refOf(kind, "101"));
  const left = await read(kind, refOf(kind, "102"));
  const staying = await read(kind, refOf(kind, "103"));

  const end = { date: day(10), meaning: "last-working-day" };
  // Deel publishes no field for an end that lies in the future.
  expect(leaving).toMatchObject({ employeeId: "E-1001", departure: kind === "deel" ? undefined : end });
  expect(left?.employeeId).toBe("E-1002");
  expect(left?.departure?.date).toBe(kind === "deel" ? day(-1) : day(-3));
  expect(staying).toMatchObject({ employeeId: "E-1003", departure: undefined });
  expect(await read(kind, refOf(kind, "999")).catch((error: unknown) => error)).toBeUndefined();
});

test.each(kinds)("P1: %s lists who leaves over all pages, and the same again with the same stamps", async (kind) => {
  const since = instant(Date.now() - 31 * 86_400_000);

  const first = await endsAt(kind, since);
  const second = await endsAt(kind, since);

  const expected = kind === "deel" ? ["102"] : ["101", "102"];
  expect(first.map(({ employeeRef }) => employeeRef).toSorted()).toEqual(expected.map((id) => refOf(kind, id)));
  expect(second).toEqual(first);
});

test.each(["hibob", "personio", "finch"] as const)(
  "%s: an end that is older than asked for is left out",
  async (kind) => {
    const ends = await endsAt(kind, instant(Date.now() - 86_400_000));

    expect(ends.map(({ employeeRef }) => employeeRef)).toEqual([refOf(kind, "101")]);
  },
);

test.each(kinds)("%s: a refused key needs a person, for one and for the list", async (kind) => {
  await using server = await hrServer(json({}, 401));

  await expect(read(kind, refOf(kind, "101"), server.url)).rejects.toThrow(NeedsPersonError);
  await expect(hrisEnds(lookupOf(kind, server.url), clockPort)?.page(now(), undefined)).rejects.toThrow(
    NeedsPersonError,
  );
});

test.each(kinds)("%s: a vendor that asks for patience is asked later", async (kind) => {
  await using server = await hrServer(json({}, 429, { "retry-after": "30" }));

  await expect(read(kind, refOf(kind, "101"), server.url)).rejects.toThrow(TryLaterError);
  await expect(hrisEnds(lookupOf(kind, server.url), clockPort)?.page(now(), undefined)).rejects.toThrow(TryLaterError);
});

test.each(["hibob", "personio", "merge", "finch"] as const)(
  "%s is never asked for an id that is a path",
  async (kind) => {
    await using server = await hrServer(json({}));

    await expect(read(kind, "../x?y=1", server.url)).rejects.toThrow(NeedsPersonError);
    expect(server.requests).toEqual([]);
  },
);

test("HiBob: a termination date that the service user may not read is not taken for no end", async () => {
  const hidden = { "/root/id": { value: "42" }, "/work/employeeIdInCompany": { value: 42 } };
  await using server = await hrServer(json(hidden));

  await expect(read("hibob", "42", server.url)).rejects.toThrow("terminationDate");
});

test("HiBob: the last day of work counts before the termination date, in either notation", async () => {
  const nested = {
    id: "42",
    work: { employeeIdInCompany: 42, startDate: "2020-01-01", site: "Oslo" },
    internal: { status: "Active", terminationDate: "2026-06-30" },
    employee: { lastDayOfWork: "2026-03-31" },
  };
  await using server = await hrServer(json(nested));

  expect(await read("hibob", "42", server.url)).toMatchObject({
    employeeId: "42",
    departure: { date: "2026-03-31", meaning: "last-working-day" },
    site: "Oslo",
  });
});

test("R-11: Finch's deceased and retired are told apart, and a rehire ends an earlier end", async () => {
  const body = {
    id: "x",
    source_id: "E-1",
    start_date: "2020-01-01",
    latest_rehire_date: null,
    end_date: null,
    is_active: false,
    employment_status: "deceased",
  };
  const answer = (more: object) => json({ responses: [{ individual_id: "x", code: 200, body: { ...body, ...more } }] });
  await using died = await hrServer(answer({}));
  await using rehired = await hrServer(
    answer({ end_date: "2022-01-31", latest_rehire_date: "2023-01-01", is_active: true, employment_status: "active" }),
  );

  expect(await read("finch", vendorId("1"), died.url)).toMatchObject({
    terminationType: "death",
    departure: { date: day(-1), meaning: "first-day-not-employed" },
  });
  expect(await read("finch", vendorId("1"), rehired.url)).toMatchObject({
    employmentId: "2023-01-01",
    departure: undefined,
  });
});

test("P12: a next page at another address is not followed there", async () => {
  const results = [{ id: vendorId("1"), start_date: null, termination_date: null, employment_status: "ACTIVE" }];
  await using server = await hrServer(json({ next: "https://elsewhere.example/?cursor=abc", results }));
  const list = hrisEnds(lookupOf("merge", server.url), clockPort);

  expect(await list?.page(now(), undefined)).toEqual({ ends: [], next: "abc" });
});
