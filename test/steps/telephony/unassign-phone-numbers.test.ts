import { expect, test } from "vitest";
import { steps } from "../../../functions/steps.ts";
import { makePlan } from "../../../shared/domain/plan.ts";
import { Policy, settingsFor } from "../../../shared/domain/policy.ts";
import { aProduct } from "../../a-product.ts";
import { undo } from "../../product/undo.ts";

const begin = aProduct();
const step = "unassign-phone-numbers";

test("R-51, FACT-14: both of the leaver's numbers are free, while the phone is still licensed", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver04").at(step);

  await product.run(step);

  expect(leaver.effects()).toEqual(["unassign-phone-number", "unassign-phone-number"]);
  expect(product.tenant.state.telephony.assignedTo(leaver.id)).toEqual([]);
  expect(leaver.person.licences.map(({ skuPartNumber }) => skuPartNumber)).toContain("MCOEV");
  expect(await leaver.step(step)).toMatchObject({ state: "done", evidence: { numbers: [] } });
});

test("P10, R-51: the number itself is kept nowhere, only a hash of it, its kind and its place", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  const record = await anna.step(step);
  expect(record.before).toMatchObject({
    numbers: [{ reference: expect.stringMatching(/^[0-9a-f]{64}$/), type: "callingPlan", category: "primary" }],
  });
  expect(JSON.stringify(record)).not.toContain("5550101");
  expect(JSON.stringify(record)).not.toContain(Buffer.from("+12025550101").toString("base64").slice(0, 12));
});

test("the order takes minutes: looked for again, ordered once", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  product.tenant.faults.lag("phoneNumbers", 180_000);

  await product.run(step);
  expect((await anna.step(step)).state).toBe("waiting");
  for (let round = 0; round < 6; round += 1) await product.pass(60_000, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toEqual(["unassign-phone-number"]);
  expect(product.writes()).toHaveLength(1);
});

test("an order that the service never carries out calls a person after an hour", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  product.tenant.state.telephony.stuck.add("+12025550101");

  await product.run(step);
  for (let round = 0; round < 30; round += 1) await product.pass(300_000, step);

  expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringMatching(/^Not seen after/) });
});

test("R-51, R-61: erik's number is written by Active Directory: a person clears it there", async () => {
  const product = await begin();
  const erik = await product.leaver("erik").at(step);

  await product.run(step);

  expect(await erik.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("msRTCSIP-Line") });
  expect(product.writes()).toEqual([]);
});

test("R-24: undo finds the number again among the free ones, with its place", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  const before = product.tenant.state.telephony.assignedTo(anna.id);
  await product.run(step);

  await undo(product, "anna", step);
  await undo(product, "anna", step);

  expect(product.tenant.state.telephony.assignedTo(anna.id)).toEqual(before);
});

test("R-24: undo says so when somebody else has the number now", async () => {
  const product = await begin();
  const { telephony, people } = product.tenant.state;
  await product.leaver("anna").at(step);
  await product.run(step);
  const number = telephony.numbers.get("+12025550101");
  const ben = people.get("ben").id;
  if (number !== undefined) telephony.numbers.set(number.number, { ...number, targetId: ben });

  await expect(undo(product, "anna", step)).rejects.toThrow(/somebody else has it now/);
});

test("a leaver without a number: unchanged after one look", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step);

  await product.run(step);

  expect([(await ben.step(step)).state, product.writes()]).toEqual(["unchanged", []]);
});

test.each(["us-gov-l4", "us-gov-l5", "china"] as const)("R-75: %s has no interface for numbers", (cloud) => {
  const policy = Policy.parse({});
  const plan = makePlan(steps, policy, { settings: settingsFor(policy, {}), cloud });

  expect(plan.steps.find(({ name }) => name === step)).toMatchObject({
    state: "skipped",
    because: expect.stringContaining("(R-75)"),
  });
});
