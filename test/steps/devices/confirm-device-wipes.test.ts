import { expect, test } from "vitest";
import { setCas } from "../../../dev/tenant/changes.ts";
import { removePartnership } from "../../../dev/tenant/exchange/mobile-device-changes.ts";
import { setOwnership } from "../../../dev/tenant/intune/changes.ts";
import { aProduct } from "../../a-product.ts";
import type { Leaver } from "../../product/leaver.ts";
import type { Product } from "../../product/product.ts";
import { choosing, deviceOf, hourMs, minuteMs, phonesOf, withOrders } from "./a-device.ts";

const begin = aProduct();
const step = "confirm-device-wipes";

/** Orders were given, and the phones were blocked. */
async function ordered(product: Product, who: string): Promise<Leaver> {
  const leaver = await withOrders(product, who);
  await product.run("block-mobile-devices");
  return leaver;
}

const risksOf = async (leaver: Leaver) => ((await leaver.step(step)).evidence as { risks: { rule: string }[] }).risks;

test("R-54: anna's devices check in and her phone syncs: acknowledged, with no risk left", async () => {
  const product = await begin(choosing());
  const anna = await ordered(product, "anna");

  await product.run(step);
  expect(await anna.step(step)).toMatchObject({ state: "waiting", because: expect.stringContaining("(R-54)") });
  await product.pass(20 * minuteMs, step);
  expect((await anna.step(step)).state).toBe("waiting");
  for (let hours = 0; hours < 16; hours += 1) await product.pass(hourMs, step);

  expect(await anna.step(step)).toMatchObject({ state: "done", evidence: { open: [], risks: [] } });
});

test("R-54: ben's laptop is off: after 72 hours it is on the residual-risk list, and the case goes on", async () => {
  const product = await begin(choosing());
  const ben = await ordered(product, "ben");
  const laptop = deviceOf(product, "ben", { offline: true });

  await product.run(step);
  for (let hours = 0; hours < 71; hours += 1) await product.pass(hourMs, step);
  expect((await ben.step(step)).state).toBe("waiting");
  await product.pass(2 * hourMs, step);

  expect(await ben.step(step)).toMatchObject({
    state: "done",
    evidence: { open: [laptop.id], risks: [{ rule: "R-54", objectId: laptop.id }] },
  });
});

test("R-54: three days of waiting cost a dozen looks, not one an hour", async () => {
  const product = await begin(choosing());
  const ben = await ordered(product, "ben");

  await product.run(step);
  for (let hours = 0; hours < 73; hours += 1) await product.pass(hourMs, step);

  const { attempts, state } = await ben.step(step);
  expect(state).toBe("done");
  expect(attempts).toBeLessThan(20);
});

test("R-54: a native mail app that is shut out never fetches its wipe: listed, and its partnership is kept", async () => {
  const product = await begin(choosing({ devices: { company: "nothing" } }));
  const { mailbox, devices } = phonesOf(product, "ben");
  setCas(product.tenant.state, mailbox, { ActiveSyncEnabled: false });
  const ben = await ordered(product, "ben");

  await product.run(step);
  for (let hours = 0; hours < 73; hours += 1) await product.pass(hourMs, step);

  expect(await risksOf(ben)).toContainEqual(expect.objectContaining({ rule: "R-54", objectId: devices[0]?.id }));
  expect(phonesOf(product, "ben").devices).toHaveLength(1);
});

test("R-53: a partnership that somebody removed before the answer counts as not wiped", async () => {
  const product = await begin(choosing({ devices: { company: "nothing" } }));
  const ben = await ordered(product, "ben");
  const { mailbox, devices } = phonesOf(product, "ben");
  const [device] = devices;
  if (device !== undefined) removePartnership(product.tenant.state, { mailbox, device }, "hand");

  await product.run(step);

  expect(await ben.step(step)).toMatchObject({
    state: "done",
    evidence: { open: [], risks: [{ rule: "R-53", objectId: device?.id }] },
  });
});

test("R-54: a device that fails at its order is listed at once, for somebody to do it by hand", async () => {
  const product = await begin(choosing());
  const leaver = await ordered(product, "leaver06");
  const { id } = deviceOf(product, "leaver06");

  await product.run(step);
  for (let hours = 0; hours < 16; hours += 1) await product.pass(hourMs, step);

  expect(await leaver.step(step)).toMatchObject({
    state: "done",
    evidence: { open: [], risks: [{ rule: "R-54", what: expect.stringContaining("by hand"), objectId: id }] },
  });
});

test("R-52, R-54: a device whose ownership changed between the steps got no order: listed", async () => {
  const product = await begin(choosing({ devices: { company: "wipe" } }));
  const laptop = deviceOf(product, "leaver01");
  product.tenant.faults.add({ match: { path: /\/wipe$/ }, action: { status: 503, when: "before" } });
  const leaver = await withOrders(product, "leaver01");
  setOwnership(product.tenant.state, laptop, "personal");
  product.tenant.faults.clear();

  await product.pass(20 * minuteMs, "wipe-managed-devices");
  await product.run("block-mobile-devices");
  await product.run(step);

  expect((await leaver.step("wipe-managed-devices")).state).toBe("done");
  expect(await risksOf(leaver)).toMatchObject([{ rule: "R-54", what: expect.stringContaining("got no order") }]);
});

test("R-54: an approval that is waited for does not use up the 72 hours", async () => {
  const product = await begin(choosing({ devices: { company: "wipe" }, approvals: ["wipe-managed-devices"] }));
  const ben = await ordered(product, "ben");
  await product.pass(100 * hourMs);
  expect((await ben.step(step)).state).toBe("pending");

  await ben.approve("wipe-managed-devices");
  await product.run("wipe-managed-devices");
  await product.run(step);

  expect((await ben.step(step)).state).toBe("waiting");
});

test("nobody's devices: seen at once", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver09").at(step);

  await product.run(step);

  expect(await leaver.step(step)).toMatchObject({ state: "done", evidence: { open: [], risks: [] } });
});
