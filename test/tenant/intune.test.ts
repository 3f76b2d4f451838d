import { afterEach, beforeEach, expect, test } from "vitest";
import { aTenant, clock, collection, errorOf, type TestTenant } from "./a-tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await aTenant();
});
afterEach(() => tenant[Symbol.asyncDispose]());

const root = "deviceManagement/managedDevices";
const hourMs = 3_600_000;
const devicesOf = async (who: string) =>
  collection(await tenant.graph("GET", `${root}?$filter=userId eq '${tenant.state.person(who).id}'`)).value;
const operations = () => tenant.effects().map(({ operation, by }) => (by ? `${operation} by ${by}` : operation));

async function idOf(who: string, ownership: string): Promise<string> {
  const device = (await devicesOf(who)).find((one) => one.managedDeviceOwnerType === ownership);
  return String(device?.id);
}

test("6.2: a person's devices, the company's and their own", async () => {
  const [laptop, phone] = await devicesOf("anna");

  expect(laptop).toMatchObject({
    managedDeviceOwnerType: "company",
    managementState: "managed",
    deviceActionResults: [],
  });
  expect(phone).toMatchObject({ managedDeviceOwnerType: "personal", operatingSystem: "iOS" });
  expect(laptop?.azureADDeviceId).toBe(tenant.state.devicesOf("anna")[0]?.deviceId);
});

test("6.2: without a filter everybody's devices come, page by page", async () => {
  const first = collection(await tenant.graph("GET", root));

  expect(first.value).toHaveLength(4);
  expect(first["@odata.nextLink"]).toContain("$skiptoken=");
});

test("6.2: retire is pending until the device checks in, then it is issued, then the record is gone", async () => {
  const id = await idOf("anna", "personal");
  expect((await tenant.graph("POST", `${root}/${id}/retire`)).status).toBe(204);

  const seen = async () => (await tenant.graph("GET", `${root}/${id}`)).body;
  expect(await seen()).toMatchObject({
    managementState: "retirePending",
    deviceActionResults: [{ actionName: "retire", actionState: "pending" }],
  });
  await clock.advance(7 * hourMs + 60_000);
  expect(await seen()).toMatchObject({ managementState: "retireIssued" });
  await clock.advance(20 * 60_000);

  expect((await tenant.graph("GET", `${root}/${id}`)).status).toBe(404);
  expect(operations()).toEqual(["retire-managed-device", "managed-device-retired by service"]);
});

test("REQ-29: the service wipes a personal device as well: nobody but the caller stands before that", async () => {
  const id = await idOf("anna", "personal");

  expect((await tenant.graph("POST", `${root}/${id}/wipe`, { keepUserData: false })).status).toBe(204);
  await clock.advance(9 * hourMs);

  expect(operations()).toEqual(["wipe-managed-device", "managed-device-wiped by service"]);
});

test("6.2: an order that waits is not given twice, a device that is off keeps it, one that fails says so", async () => {
  const [off, failing] = [await idOf("ben", "company"), await idOf("leaver06", "company")];
  for (const id of [off, off, failing]) await tenant.graph("POST", `${root}/${id}/retire`);
  await clock.advance(100 * hourMs);

  expect((await tenant.graph("GET", `${root}/${off}`)).body).toMatchObject({ managementState: "retirePending" });
  expect((await tenant.graph("GET", `${root}/${failing}`)).body).toMatchObject({ managementState: "retireFailed" });
  expect(operations()).toEqual(["retire-managed-device", "retire-managed-device"]);
});

test("6.2: deleting the record drops an order that was not fetched", async () => {
  const id = await idOf("anna", "company");
  await tenant.graph("POST", `${root}/${id}/wipe`);

  expect((await tenant.graph("DELETE", `${root}/${id}`)).status).toBe(204);
  await clock.advance(24 * hourMs);

  expect(operations()).toEqual(["wipe-managed-device", "delete-managed-device"]);
});

test("6.1: whoever is managed no more shows so in the directory", async () => {
  const person = tenant.state.person("anna");
  const managed = async () =>
    collection(await tenant.graph("GET", `users/${person.id}/registeredDevices?$select=isManaged`)).value.map(
      ({ isManaged }) => isManaged,
    );
  expect(await managed()).toEqual([true, true]);

  await tenant.graph("POST", `${root}/${await idOf("anna", "personal")}/retire`);
  await clock.advance(9 * hourMs);

  expect(await managed()).toEqual([true, false]);
});

test("a tenant without Intune says so; retire asks for the privileged right, wipe for that or the one to write", async () => {
  const id = await idOf("anna", "company");
  const [read, write, privileged] = ["Read", "ReadWrite", "PrivilegedOperations"].map(
    (name) => `DeviceManagementManagedDevices.${name}.All`,
  );
  const asked = async (granted: readonly (string | undefined)[], order: string) => {
    await using other = await aTenant({
      grantedPermissions: granted.flatMap((one) => one ?? []),
      record: () => undefined,
    });
    return (await other.graph("POST", `${root}/${id}/${order}`)).status;
  };

  expect(await asked([read], "retire")).toBe(403);
  expect(await asked([write], "retire")).toBe(403);
  expect(await asked([privileged], "retire")).toBe(204);
  expect(await asked([read], "wipe")).toBe(403);
  expect(await asked([write], "wipe")).toBe(204);
  expect(await asked([privileged], "wipe")).toBe(204);
  tenant.state.intune.licensed = false;
  expect(await tenant.graph("GET", root)).toMatchObject({ status: 400, body: errorOf("BadRequest") });
});
