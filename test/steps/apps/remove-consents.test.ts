import { expect, test } from "vitest";
import { aProduct } from "../../a-product.ts";
import { undo } from "../../product/undo.ts";

const begin = aProduct();
const step = "remove-consents";

test("R-23: what anna allowed applications goes, each consent once; clara's stays", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  const { apps } = product.tenant.state;

  await product.run(step);

  expect(anna.effects()).toEqual(["remove-consent", "remove-consent"]);
  expect(apps.consentsOf(anna.id)).toEqual([]);
  expect(apps.consentsOf(product.tenant.state.person("clara").id)).toHaveLength(1);
  expect(await anna.step(step)).toMatchObject({ state: "done", evidence: { consents: [] } });
});

test("R-24: undo gives them back as they were", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  const before = product.tenant.state.apps.consentsOf(anna.id);
  await product.run(step);

  await undo(product, "anna", step);
  await undo(product, "anna", step);

  expect(product.tenant.state.apps.consentsOf(anna.id)).toEqual(expect.arrayContaining([...before]));
});

test("not visible yet: looked for again, and removed once", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  product.tenant.faults.lag("consents", 70_000);

  await product.run(step);
  expect((await anna.step(step)).state).toBe("waiting");
  for (let round = 0; round < 4; round += 1) await product.pass(60_000, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toHaveLength(2);
});

test("P3: a lost answer: the consent that is gone counts as removed", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  product.tenant.faults.add({ match: { method: "DELETE", nth: 1 }, action: { cut: "after" } });
  product.tenant.faults.lag("consents", 20_000);

  await product.run(step);
  for (let round = 0; round < 5; round += 1) await product.pass(60_000, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toHaveLength(2);
});

test("nobody whom ben allowed anything: unchanged after one look", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step);

  await product.run(step);

  expect([(await ben.step(step)).state, product.writes()]).toEqual(["unchanged", []]);
});
