import { expect, test } from "vitest";
import { aProduct } from "../../a-product.ts";

const begin = aProduct();

test("R-51, REQ-57: who has a phone may stand in call queues: a task, as no interface lists them (10.7)", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at("leave-call-queues");

  await product.run("leave-call-queues");

  expect(await clara.step("leave-call-queues")).toMatchObject({
    state: "done",
    evidence: { risks: [{ rule: "REQ-57", what: expect.stringContaining("Teams admin center") }] },
  });
});

test("REQ-57: who has no phone stands in no queue", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at("leave-call-queues");

  await product.run("leave-call-queues");

  expect(await ben.step("leave-call-queues")).toMatchObject({ state: "skipped", because: expect.any(String) });
});

test("R-48, R-49: flows and semantic models are a person's stock-taking, by what the licences allow", async () => {
  const product = await begin();
  const [anna, ben] = [product.leaver("anna"), product.leaver("ben")];
  await anna.at("list-automations");
  await ben.at("list-automations");

  await product.run("list-automations");

  const rules = async (leaver: typeof anna) => (await leaver.step("list-automations")).evidence;
  expect(await rules(anna)).toMatchObject({ risks: [{ rule: "R-48" }, { rule: "R-49" }] });
  expect(await rules(ben)).toMatchObject({ risks: [{ rule: "R-48" }] });
  expect(product.writes()).toEqual([]);
});

test("R-48: without a licence for any of it there is nothing to list", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver09").at("list-automations");
  leaver.person.licences = [];

  await product.run("list-automations");

  expect((await leaver.step("list-automations")).state).toBe("skipped");
});
