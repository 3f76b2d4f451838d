import { expect, test } from "vitest";
import { aProduct } from "../../a-product.ts";
import type { Product } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";
import { fullWipes, minuteMs, phonesOf } from "./a-device.ts";

const begin = aProduct();
const step = "wipe-mobile-devices";

async function about(product: Product, who: string, settings = {}) {
  product.terminate(who);
  return await product.leaver(who).at(step, settings);
}

test("R-52, FACT-15: ben's native mail app is asked for the account only: his phone is not reset", async () => {
  const product = await begin();
  const ben = await about(product, "ben");

  await product.run(step);

  expect(ben.effects()).toEqual(["account-only-wipe"]);
  expect(fullWipes(product)).toEqual([]);
  expect(await ben.step(step)).toMatchObject({
    state: "done",
    before: { devices: [{ id: expect.any(String) }] },
    evidence: { devices: [{ wipe: { acknowledged: false, at: expect.any(String) } }] },
  });
  expect(await ben.faults()).toEqual([]);
});

test.each(["wipe", "retire", "nothing"] as const)(
  "R-52: also where company devices get %s, a phone loses the account only: Exchange does not know whose it is",
  async (company) => {
    const product = await begin();
    const clara = await about(product, "clara", { devices: { company }, approvals: [] });

    await product.run(step);

    expect(clara.effects()).toEqual(["account-only-wipe", "account-only-wipe"]);
    expect(fullWipes(product)).toEqual([]);
  },
);

test("R-53: the partnerships are there after the wipe was ordered", async () => {
  const product = await begin();
  await about(product, "clara");

  await product.run(step);

  expect(phonesOf(product, "clara").devices).toHaveLength(2);
});

test("a wipe of long ago says nothing about dario's mail of today: ordered anew, once", async () => {
  const product = await begin();
  const dario = await about(product, "dario");

  await product.run(step);
  await product.pass(20 * minuteMs, step);

  expect(dario.effects()).toEqual(["account-only-wipe"]);
  expect((await dario.step(step)).state).toBe("done");
});

test("an order that waits already is not given again", async () => {
  const product = await begin();
  await about(product, "ben");
  await product.run(step);
  const again = await product.another().leaver("clara").at(step);
  const { mailbox, devices } = phonesOf(product, "clara");
  const wipe = { at: Date.now(), accountOnly: true, acknowledgedAt: null };
  product.tenant.state.mobileDevices.set(mailbox, {
    devices: devices.map((device) => ({ ...device, wipe })),
    blockedIds: [],
  });

  await product.run(step);

  expect((await again.step(step)).state).toBe("unchanged");
  expect(again.effects()).toEqual([]);
});

test("accepted is not seen: looked for again, ordered once", async () => {
  const product = await begin();
  product.tenant.faults.lag("mobileDevices", 5 * minuteMs);
  const anna = await about(product, "anna");

  await product.run(step);
  expect((await anna.step(step)).state).toBe("waiting");
  await product.pass(10 * minuteMs, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toEqual(["account-only-wipe"]);
});

test("P3: a lost answer is looked for first: ordered once", async () => {
  const product = await begin();
  product.tenant.faults.add({ match: { cmdlet: "Clear-MobileDevice" }, action: { cut: "after" }, times: 1 });
  const anna = await about(product, "anna");

  await product.run(step);
  await product.pass(5 * minuteMs, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toEqual(["account-only-wipe"]);
});

test("R-05: HR has taken the end back: the case is paused, and no phone is asked", async () => {
  const product = await begin();
  const anna = await about(product, "anna");
  product.tenant.state.hr.rescind(product.event("anna", {}).employeeRef);

  await product.run(step);

  expect((await anna.record()).status).toBe("paused");
  expect(anna.effects()).toEqual([]);
});

test.each([
  ["george", "the leaver has no cloud mailbox"],
  ["leaver09", "no phone reads the leaver's mailbox"],
])("%s: skipped, because %s", async (who, because) => {
  const product = await begin();
  const leaver = await about(product, who);

  await product.run(step);

  expect(await leaver.step(step)).toMatchObject({ state: "skipped", because });
});

test("undo takes back what no phone has fetched, and nothing of before the case", async () => {
  const product = await begin();
  await about(product, "clara");
  const before = phonesOf(product, "clara").devices;
  await product.run(step);

  await undo(product, "clara", step);

  expect(phonesOf(product, "clara").devices).toEqual(before);
});

test("R-72: no name of a phone or a person, and no number, is on the ledger", async () => {
  const product = await begin();
  const ben = await about(product, "ben");

  await product.run(step);

  const everything = JSON.stringify([await ben.file(), product.world.logs]);
  for (const canary of ["Ben Okafor", "iPhone", "*******"]) expect(everything).not.toContain(canary);
});
