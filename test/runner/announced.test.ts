import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { aProduct } from "../a-product.ts";

const begin = aProduct();

test("P6: nothing of a step is still under way at the tenant when its end is written", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("disable-devices");
  const [first, second] = anna.person.deviceIds;
  const { faults } = product.tenant;
  faults.add({ match: { method: "PATCH", path: new RegExp(`${first}`) }, action: { status: 429, when: "before" } });
  faults.add({ match: { method: "PATCH", path: new RegExp(`${second}`) }, action: { delayMs: 150 } });

  await product.run("disable-devices");
  const atTheEnd = anna.effects().length;
  await delay(250);

  expect(anna.effects()).toHaveLength(atTheEnd);
});

test("an attempt that a person let run again, after Leaver had made part of the change, is done and not unchanged", async () => {
  const product = await begin();
  const erik = await product.leaver("erik").at("disable-devices");
  await product.run("disable-devices");
  expect(erik.effects()).toEqual(["disable-device"]);

  for (const device of product.tenant.state.devicesOf("erik")) device.accountEnabled = false;
  await erik.resume();
  await product.run("disable-devices");

  expect((await erik.step("disable-devices")).state).toBe("done");
});
