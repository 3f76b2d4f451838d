import { appendFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { steps } from "../../functions/steps.ts";
import { NeedsPersonError } from "../../shared/domain/errors.ts";
import { instant } from "../../shared/domain/ids.ts";
import { allPermissions } from "../../shared/domain/step.ts";
import { localTenant } from "./graph/local-tenant.ts";

/** To hold the traffic against Microsoft's schema by hand: names a file that is added to. */
const recording = process.env.TENANT_RECORDING;

/** What the steps of the section ask for, and nothing else. */
const grantedPermissions = [
  ...new Set(steps.filter(({ section }) => section === "preserve").flatMap(allPermissions)),
].filter((permission) => !permission.startsWith("Exchange."));

let local: Awaited<ReturnType<typeof localTenant>>;
beforeAll(async () => {
  const record = (exchange: object) => appendFileSync(`${recording}`, `${JSON.stringify(exchange)}\n`);
  local = await localTenant({ grantedPermissions, ...(recording && { record }) });
});
afterAll(async () => {
  expect(local.tenant.unhandled()).toEqual([]);
  await local.tenant.close();
});

const dayMs = 86_400_000;
const ahead = (days: number) => {
  const today = Math.floor(Date.now() / dayMs) * dayMs;
  return { from: instant(Date.now()), until: instant(today + days * dayMs) };
};

test("R-26: plans are told apart by the service plans of all licences", async () => {
  const { holds, idOf } = local;
  const told = ["anna", "leaver06", "leaver08", "leaver09", "guest"].map((who) => holds.plan(idOf(who)));

  expect(await Promise.all(told)).toEqual(["with-hold", "with-hold", "without-hold", "without-hold", "none"]);
});

test("R-31: meetings are counted over all pages, a series once, and cancelled", async () => {
  const { calendars, idOf } = local;

  expect(await calendars.organisedMeetings(idOf("anna"), ahead(365))).toBe(2);
  expect(await calendars.organisedMeetings(idOf("anna"), ahead(1825))).toBe(3);
  expect(await calendars.organisedMeetings(idOf("george"), ahead(365))).toBeUndefined();
  await calendars.cancelMeetings(idOf("anna"), ahead(1825));
  expect(await calendars.organisedMeetings(idOf("anna"), ahead(1825))).toBe(0);
});

test("REQ-16: an export is prepared part by part, and found again", async () => {
  const { evidence } = local;
  const nothing = { caseId: undefined, searchId: undefined, hasSource: false, exports: 0 };
  expect(await evidence.find("case-it's")).toEqual(nothing);

  await evidence.prepare("case-it's", "anna.albrecht@kestrel.example", nothing);
  const there = await evidence.find("case-it's");
  await evidence.prepare("case-it's", "anna.albrecht@kestrel.example", there);

  expect(there).toEqual({ caseId: expect.any(String), searchId: expect.any(String), hasSource: true, exports: 0 });
  expect(local.tenant.state.evidence.all()).toHaveLength(1);
  expect(await evidence.find("case-it")).toEqual(nothing);
});

test.each([
  ["LicenseAssignment.Read.All", (tenant: typeof local) => tenant.holds.plan(tenant.idOf("anna"))],
  ["Calendars.ReadBasic", (tenant: typeof local) => tenant.calendars.organisedMeetings(tenant.idOf("anna"), ahead(5))],
  ["eDiscovery.ReadWrite.All", (tenant: typeof local) => tenant.evidence.find("case-1")],
] as const)("without %s the refusal names it", async (permission, call) => {
  const without = await localTenant({ grantedPermissions: ["User.Read.Nothing"] });

  const refused = await call(without).catch((error: unknown) => error);

  await without.tenant.close();
  expect(refused).toBeInstanceOf(NeedsPersonError);
  expect(String(refused)).toContain(permission);
});
