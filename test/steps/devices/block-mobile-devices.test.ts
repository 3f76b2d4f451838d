import { expect, test } from "vitest";
import { aProduct } from "../../a-product.ts";
import { undo } from "../../product/undo.ts";
import { choosing, minuteMs, phonesOf, withOrders } from "./a-device.ts";

const begin = aProduct();
const step = "block-mobile-devices";

test("REQ-28, R-53: every phone is blocked by its id, and its partnership stays", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at(step);

  await product.run(step);

  const { devices, blockedIds } = phonesOf(product, "clara");
  expect(devices).toHaveLength(2);
  expect(blockedIds.toSorted()).toEqual(devices.map(({ deviceId }) => deviceId).toSorted());
  expect(await clara.step(step)).toMatchObject({ state: "done", before: { blocked: [] } });
  expect(await clara.faults()).toEqual([]);
});

test("REQ-28: the wipe is ordered before the block", async () => {
  const product = await begin(choosing());
  const ben = await withOrders(product, "ben");

  await product.run(step);

  const ours = ben.effects().filter((operation) => /wipe|block-mobile/.test(operation));
  expect(ours).toEqual(["account-only-wipe", "block-mobile-devices"]);
});

test("REQ-28: a wipe that a person has to look at holds the block back", async () => {
  const product = await begin(choosing());
  product.tenant.faults.add({ match: { cmdlet: "Clear-MobileDevice" }, action: { status: 403, when: "before" } });
  const ben = await withOrders(product, "ben");

  await product.run(step);

  expect((await ben.step("wipe-mobile-devices")).state).toBe("parked");
  expect((await ben.step(step)).state).toBe("pending");
});

test("blocked already: unchanged, whatever the letter case", async () => {
  const product = await begin();
  const { mailbox, devices } = phonesOf(product, "ben");
  const blockedIds = devices.map(({ deviceId }) => deviceId.toLowerCase());
  product.tenant.state.mobileDevices.set(mailbox, { devices: [...devices], blockedIds });
  const ben = await product.leaver("ben").at(step);

  await product.run(step);

  expect((await ben.step(step)).state).toBe("unchanged");
  expect(ben.effects()).toEqual([]);
});

test("accepted is not seen: looked for again", async () => {
  const product = await begin();
  product.tenant.faults.lag("mobileDevices", 5 * minuteMs);
  const ben = await product.leaver("ben").at(step);

  await product.run(step);
  expect((await ben.step(step)).state).toBe("waiting");
  await product.pass(10 * minuteMs, step);

  expect((await ben.step(step)).state).toBe("done");
  expect(ben.effects()).toEqual(["block-mobile-devices"]);
});

test("undo lets the phones in again, and keeps out what was blocked before", async () => {
  const product = await begin();
  await product.leaver("leaver03").at(step);
  const before = phonesOf(product, "leaver03");
  await product.run(step);
  expect(phonesOf(product, "leaver03").blockedIds).toHaveLength(2);

  await undo(product, "leaver03", step);
  await undo(product, "leaver03", step);

  expect(phonesOf(product, "leaver03")).toEqual(before);
  expect(before.blockedIds).toHaveLength(1);
});

test.each(["george", "leaver09"])("%s has no phone on a mailbox: skipped", async (who) => {
  const product = await begin();
  const leaver = await product.leaver(who).at(step);

  await product.run(step);

  expect((await leaver.step(step)).state).toBe("skipped");
});
