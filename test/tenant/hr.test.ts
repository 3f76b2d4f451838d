import { expect, test } from "vitest";
import { aTenant, clock, request, type TestTenant } from "./a-tenant.ts";

const fields =
  "id,employeeNumber,status,employmentHistoryStatus,terminationDate,hireDate,location,country,workEmail,supervisorEId,terminationType";
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

function bamboo(tenant: TestTenant, id: string, user = tenant.hrApiKey) {
  return request(`${tenant.url}/api/v1/employees/${id}?fields=${fields}`, {
    headers: { accept: "application/json", authorization: `Basic ${btoa(`${user}:x`)}` },
  });
}

function worker(tenant: TestTenant, employeeId: string, token = tenant.hrToken) {
  return request(`${tenant.url}/hr/workers?employeeId=${employeeId}`, {
    headers: { authorization: `Bearer ${token}` },
  });
}

test("BambooHR shows an employment, its end, and that it was taken back", async () => {
  await using tenant = await aTenant();
  const { hr } = tenant.state;
  const lastDay = inDays(1);

  const active = await bamboo(tenant, "101");
  hr.terminate("101", { lastDay, type: "Involuntary" });
  const leaving = await bamboo(tenant, "101");
  await clock.advance(2 * 86_400_000);
  const left = await bamboo(tenant, "101");
  hr.rescind("101");
  const back = await bamboo(tenant, "101");

  expect(active.body).toEqual({
    id: "101",
    employeeNumber: "E-1001",
    status: "Active",
    employmentHistoryStatus: "Full-Time",
    terminationDate: "0000-00-00",
    terminationType: null,
    hireDate: "2021-04-01",
    location: "Berlin",
    country: "Germany",
    workEmail: "anna.albrecht@kestrel.example",
    supervisorEId: "121",
  });
  expect(leaving.body).toMatchObject({ status: "Active", terminationDate: lastDay, terminationType: "Involuntary" });
  expect(left.body).toMatchObject({ status: "Inactive", employmentHistoryStatus: "Terminated" });
  expect(back.body).toMatchObject({ status: "Active", terminationDate: "0000-00-00" });
});

test("BambooHR shows the asked-for fields only, as XML unless JSON is wanted", async () => {
  await using tenant = await aTenant();
  const authorization = `Basic ${btoa(`${tenant.hrApiKey}:x`)}`;

  const reply = await request(`${tenant.url}/api/v1/employees/102?fields=status`, { headers: { authorization } });

  expect(reply.body).toContain('<employee id="102"><field id="id">102</field><field id="status">Active</field>');
});

test("both HR lookups refuse strangers and do not know everybody", async () => {
  await using tenant = await aTenant();

  expect((await bamboo(tenant, "101", "stranger")).status).toBe(401);
  expect((await bamboo(tenant, "999")).status).toBe(404);
  expect((await worker(tenant, "E-1001", "stranger")).status).toBe(401);
  expect((await worker(tenant, "E-9999")).status).toBe(404);
});

test("the generic lookup shows an employment and its end", async () => {
  await using tenant = await aTenant();
  const lastDay = inDays(-1);

  const active = await worker(tenant, "E-1002");
  tenant.state.hr.terminate("102", { lastDay });
  const left = await worker(tenant, "E-1002");

  expect(active.body).toEqual({
    employeeId: "E-1002",
    employmentId: "E-1002-2021-04-01",
    status: "active",
    lastWorkingDay: null,
    site: "Dublin",
    country: "Ireland",
    department: "Sales",
    timeZone: "Europe/Dublin",
  });
  expect(left.body).toMatchObject({ status: "terminated", lastWorkingDay: lastDay });
});
