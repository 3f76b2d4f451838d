import { expect, test } from "vitest";
import { setOwnership } from "../../../dev/tenant/intune/changes.ts";
import { aProduct } from "../../a-product.ts";
import type { Product } from "../../product/product.ts";
import { deviceOf, fullWipes, managedOf, minuteMs } from "./a-device.ts";

const begin = aProduct();
const step = "wipe-managed-devices";
const wiping = { devices: { company: "wipe" } } as const;
const approved = { ...wiping, approvals: [] };

async function about(product: Product, who: string, settings: object = approved) {
  product.terminate(who);
  return await product.leaver(who).at(step, settings);
}

test("R-52, REQ-29: of anna's devices only the company's is wiped, her own phone is left alone", async () => {
  const product = await begin();
  const anna = await about(product, "anna");

  await product.run(step);

  expect(anna.effects()).toEqual(["wipe-managed-device"]);
  expect(deviceOf(product, "anna", { ownership: "company" }).order).toMatchObject({ action: "wipe" });
  expect(deviceOf(product, "anna", { ownership: "personal" }).order).toBeNull();
  expect(await anna.step(step)).toMatchObject({ state: "done", evidence: { devices: [{ order: { kind: "wipe" } }] } });
  expect(await anna.faults()).toEqual([]);
});

test("REQ-28, REQ-29: ben's phone is the company's: wiped like his laptop", async () => {
  const product = await begin();
  const ben = await about(product, "ben");

  await product.run(step);

  expect(ben.effects()).toEqual(["wipe-managed-device", "wipe-managed-device"]);
});

test("R-52: clara has nothing that is known to be the company's: unknown is not", async () => {
  const product = await begin();
  const clara = await about(product, "clara");

  await product.run(step);

  expect(await clara.step(step)).toMatchObject({
    state: "skipped",
    because: expect.stringContaining("of the company"),
  });
  expect(fullWipes(product)).toEqual([]);
});

test("R-52: by default nothing is wiped before a person has approved it", async () => {
  const product = await begin();
  const anna = await about(product, "anna", wiping);

  await product.run(step);
  expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("approval") });
  expect(fullWipes(product)).toEqual([]);
  await anna.approve(step);
  await product.run(step);

  expect(anna.effects()).toEqual(["wipe-managed-device"]);
});

test.each(["personal", "unknown"] as const)(
  "R-52: the list still says company, the device itself says %s: a person decides, and nothing is wiped",
  async (ownership) => {
    const product = await begin();
    const { state, faults } = product.tenant;
    const laptop = deviceOf(product, "anna", { ownership: "company" });
    faults.lag("managedDevices", 5 * minuteMs);
    setOwnership(state, laptop, ownership);
    const anna = await about(product, "anna");

    await product.run(step);
    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("(R-52)") });
    await product.pass(6 * minuteMs);
    await anna.resume();
    await product.run(step);

    expect((await anna.step(step)).state).not.toBe("parked");
    expect(fullWipes(product)).toEqual([]);
  },
);

test("R-52: a laptop that was given to ben meanwhile is not wiped, though it is the company's", async () => {
  const product = await begin();
  const { state, faults } = product.tenant;
  const laptop = deviceOf(product, "anna", { ownership: "company" });
  faults.lag("managedDevices", 5 * minuteMs);
  state.intune.replace(laptop, { ...laptop, userId: state.person("ben").id });
  const anna = await about(product, "anna");

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("(R-52)") });
  expect(fullWipes(product)).toEqual([]);
});

test("R-52: ownership is read again after the approval, however long that took", async () => {
  const product = await begin();
  const { state } = product.tenant;
  const anna = await about(product, "anna", wiping);
  await product.run(step);
  setOwnership(state, deviceOf(product, "anna", { ownership: "company" }), "personal");

  await anna.approve(step);
  await product.run(step);

  expect(fullWipes(product)).toEqual([]);
  expect(managedOf(product, "anna").every(({ order }) => order === null)).toBe(true);
});

test("R-05: HR has taken the end back: the case is paused, and nothing is wiped", async () => {
  const product = await begin();
  const anna = await about(product, "anna");
  product.tenant.state.hr.rescind(product.event("anna", {}).employeeRef);

  await product.run(step);

  expect((await anna.record()).status).toBe("paused");
  expect(fullWipes(product)).toEqual([]);
});

test.each([{ cut: "after" } as const, { status: 503, when: "after" } as const])(
  "P3: the answer %j is lost: the order is looked for, and not given again",
  async (action) => {
    const product = await begin();
    product.tenant.faults.add({ match: { path: /\/wipe$/ }, action, times: 1 });
    const anna = await about(product, "anna");

    await product.run(step);
    await product.pass(5 * minuteMs, step);

    expect((await anna.step(step)).state).toBe("done");
    expect(product.writes()).toHaveLength(1);
  },
);

test("a company device that waits for its retirement keeps that order", async () => {
  const product = await begin();
  const leaver = await about(product, "leaver02");

  await product.run(step);

  expect((await leaver.step(step)).state).toBe("unchanged");
  expect(fullWipes(product)).toEqual([]);
});
