import { expect, test } from "vitest";
import { orderRemoval, setOwnership } from "../../../dev/tenant/intune/changes.ts";
import type { CaseSettingsChange } from "../../../shared/domain/case-settings.ts";
import { aProduct } from "../../a-product.ts";
import type { Product } from "../../product/product.ts";
import { deviceOf, fullWipes, hourMs, managedOf, minuteMs } from "./a-device.ts";

const begin = aProduct();
const step = "retire-managed-devices";

async function about(product: Product, who: string, settings: CaseSettingsChange = {}) {
  product.terminate(who);
  return await product.leaver(who).at(step, settings);
}

test("R-52: both of anna's devices are retired, the company's laptop and her own phone, and none is wiped", async () => {
  const product = await begin();
  const anna = await about(product, "anna");

  await product.run(step);

  expect(anna.effects()).toEqual(["retire-managed-device", "retire-managed-device"]);
  expect(await anna.step(step)).toMatchObject({
    state: "done",
    before: { devices: [{ ownership: "company" }, { ownership: "personal" }] },
    evidence: { devices: [{ order: { kind: "retire", state: "pending" } }, { order: { kind: "retire" } }] },
  });
  expect(await anna.faults()).toEqual([]);
});

test.each([
  ["wipe", "account-only", ["personal"]],
  ["nothing", "account-only", ["personal"]],
  ["retire", "nothing", ["company"]],
] as const)("R-52: company %s, personal %s: retired are %j", async (company, personal, retired) => {
  const product = await begin();
  await about(product, "anna", { devices: { company, personal } });

  await product.run(step);

  const ordered = managedOf(product, "anna").filter(({ order }) => order !== null);
  expect(ordered.map(({ ownership }) => ownership)).toEqual(retired);
  expect(fullWipes(product)).toEqual([]);
});

test("R-52: clara's laptop is nobody's for sure: unknown counts as private, also where the company's are wiped", async () => {
  const product = await begin();
  await about(product, "clara", { devices: { company: "wipe" } });

  await product.run(step);

  expect(deviceOf(product, "clara", { ownership: "unknown" }).order).toMatchObject({ action: "retire" });
});

test("R-52: a device that the company took over before the run goes by what it is then", async () => {
  const product = await begin();
  const anna = await about(product, "anna", { devices: { company: "nothing" } });
  setOwnership(product.tenant.state, deviceOf(product, "anna", { ownership: "personal" }), "company");

  await product.run(step);

  expect((await anna.step(step)).state).toBe("skipped");
  expect(product.writes()).toEqual([]);
});

test("an order that waits already is not given again", async () => {
  const product = await begin();
  const leaver = await about(product, "leaver02");

  await product.run(step);

  expect(await leaver.step(step)).toMatchObject({ state: "unchanged" });
  expect(product.writes()).toEqual([]);
});

test("an order that failed long before the case is given again, one of the case is not", async () => {
  const product = await begin();
  const { state } = product.tenant;
  const device = deviceOf(product, "leaver06");
  const old = Date.now() - 48 * hourMs;
  state.intune.replace(device, { ...device, order: { action: "retire", state: "failed", at: old, updatedAt: old } });
  const leaver = await about(product, "leaver06");

  await product.run(step);
  await product.pass(9 * hourMs, step);

  expect(leaver.effects()).toEqual(["retire-managed-device"]);
  expect(deviceOf(product, "leaver06").order).toMatchObject({ state: "failed" });
  expect((await leaver.step(step)).state).toBe("done");
});

test("an accepted order is no order before Intune shows it: looked for again, given once", async () => {
  const product = await begin();
  product.tenant.faults.lag("managedDevices", 5 * minuteMs);
  const anna = await about(product, "anna");

  await product.run(step);
  expect((await anna.step(step)).state).toBe("waiting");
  await product.pass(10 * minuteMs, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(product.writes()).toHaveLength(2);
});

test("P3: a lost answer is looked for first", async () => {
  const product = await begin();
  product.tenant.faults.add({ match: { path: /\/retire$/ }, action: { cut: "after" }, times: 1 });
  const leaver = await about(product, "leaver01");

  await product.run(step);
  await product.pass(5 * minuteMs, step);

  expect((await leaver.step(step)).state).toBe("done");
  expect(product.writes()).toHaveLength(1);
});

test("R-05: HR has taken the end back: the case is paused, and no device is retired", async () => {
  const product = await begin();
  const anna = await about(product, "anna");
  product.tenant.state.hr.rescind(product.event("anna", {}).employeeRef);

  await product.run(step);

  expect((await anna.record()).status).toBe("paused");
  expect(anna.effects()).toEqual([]);
});

test("without a licence for Intune there is nothing to retire", async () => {
  const product = await begin();
  product.tenant.state.intune.licensed = false;
  const anna = await about(product, "anna");

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({ state: "skipped", because: "the tenant has no Intune" });
});

test("without the permission a person is asked for it", async () => {
  const product = await begin();
  product.tenant.faults.add({ match: { path: /\/retire$/ }, action: { status: 403, when: "before" } });
  const anna = await about(product, "anna");

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({
    state: "parked",
    because: expect.stringContaining("DeviceManagementManagedDevices.PrivilegedOperations.All"),
  });
});

test("a device that is gone by the time of its order has nothing to give up", async () => {
  const product = await begin();
  product.tenant.faults.lag("managedDevices", minuteMs);
  const device = deviceOf(product, "leaver01");
  product.tenant.state.intune.replace(device, undefined);
  const leaver = await about(product, "leaver01");

  await product.run(step);
  await product.pass(2 * minuteMs, step);

  expect(await leaver.step(step)).toMatchObject({ state: "done", evidence: { devices: [] } });
  expect(leaver.effects()).toEqual([]);
});

test("R-72: no name of a device or a person is on the ledger", async () => {
  const product = await begin();
  const anna = await about(product, "anna");
  orderRemoval(product.tenant.state, deviceOf(product, "anna", { ownership: "personal" }), "retire", "hand");

  await product.run(step);

  const everything = JSON.stringify([await anna.file(), product.world.logs]);
  for (const canary of ["ANNA-LAPTOP", "ANNA-PHONE", "anna.albrecht"]) expect(everything).not.toContain(canary);
});
