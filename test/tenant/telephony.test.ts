import { afterEach, beforeEach, expect, test } from "vitest";
import { aTenant, clock, type TestTenant } from "./a-tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await aTenant();
});
afterEach(() => tenant[Symbol.asyncDispose]());

const root = "admin/teams/telephoneNumberManagement";
const number = { telephoneNumber: "+12025550101", numberType: "callingPlan" };
const idOf = (key: string) => tenant.state.person(key).id;
const numbers = (filter: string) =>
  tenant.graph("GET", `${root}/numberAssignments?$filter=${encodeURIComponent(filter)}`);
const values = ({ body }: { body: unknown }) => (body as { value: { telephoneNumber: string }[] }).value;

test("11: an order is accepted, runs, and is done some minutes later", async () => {
  tenant.faults.lag("phoneNumbers", 120_000);
  const ordered = await tenant.graph("POST", `${root}/numberAssignments/unassignNumber`, number);
  expect(ordered.status).toBe(202);
  const operation = ordered.headers.get("location")?.split("/v1.0/")[1] ?? "";

  expect((await tenant.graph("GET", operation)).body).toMatchObject({ status: "running" });
  expect(values(await numbers(`assignmentTargetId eq '${idOf("anna")}'`))).toHaveLength(1);
  await clock.advance(121_000);

  expect((await tenant.graph("GET", operation)).body).toMatchObject({ status: "succeeded" });
  expect(values(await numbers(`assignmentTargetId eq '${idOf("anna")}'`))).toEqual([]);
});

test("11: an order that fails says so, and changes nothing", async () => {
  tenant.state.telephony.stuck.add(number.telephoneNumber);
  const ordered = await tenant.graph("POST", `${root}/numberAssignments/unassignNumber`, number);

  const operation = ordered.headers.get("location")?.split("/v1.0/")[1] ?? "";
  expect((await tenant.graph("GET", operation)).body).toMatchObject({ status: "failed" });
  expect(tenant.state.telephony.assignedTo(idOf("anna"))).toHaveLength(1);
});

test("11: what is free cannot be freed, what is taken cannot be given, and the type has to fit", async () => {
  const unassign = (body: object) => tenant.graph("POST", `${root}/numberAssignments/unassignNumber`, body);
  const assign = (body: object) => tenant.graph("POST", `${root}/numberAssignments/assignNumber`, body);

  expect((await unassign({ ...number, telephoneNumber: "+12025550190" })).status).toBe(400);
  expect((await assign({ ...number, assignmentTargetId: idOf("ben") })).status).toBe(400);
  expect((await unassign({ ...number, numberType: "directRouting" })).status).toBe(404);
});

test("11: every field but id and city can be filtered, and pages are followed", async () => {
  expect((await numbers("city eq 'Berlin'")).status).toBe(400);
  expect(values(await numbers("assignmentStatus eq 'unassigned'"))).toHaveLength(2);
  const page = await tenant.graph("GET", `${root}/numberAssignments?$top=2`);
  const next = (page.body as { "@odata.nextLink": string })["@odata.nextLink"].split("/v1.0/")[1] ?? "";
  expect(values(await tenant.graph("GET", next))[0]).not.toEqual(values(page)[0]);
});
