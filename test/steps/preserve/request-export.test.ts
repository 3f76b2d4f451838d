import { expect, test } from "vitest";
import { exportByHand } from "../../../dev/tenant/evidence/changes.ts";
import { aProduct } from "../../a-product.ts";
import type { Product } from "../../product/product.ts";

const begin = aProduct();
const step = "request-export";
const wanted = { mailbox: { export: "operator" } } as const;
const prepared = ["create-ediscovery-case", "create-ediscovery-search", "add-ediscovery-source"];

const operations = (product: Product) => product.tenant.effects().map(({ operation }) => operation);

async function about(product: Product, who = "anna") {
  const leaver = await product.leaver(who).at(step, wanted);
  const { caseId } = await leaver.record();
  return { leaver, name: `Leaver ${caseId}`, caseId };
}

test("REQ-16: a search for exactly this mailbox is prepared, and the operator told where it is", async () => {
  const product = await begin();
  const { leaver, name, caseId } = await about(product);

  await product.run(step);

  expect(operations(product)).toEqual(prepared);
  const [made] = product.tenant.state.evidence.all();
  expect(made).toMatchObject({
    displayName: name,
    externalId: caseId,
    searches: [{ contentQuery: "", sources: [{ email: "anna.albrecht@kestrel.example", includedSources: "mailbox" }] }],
  });
  expect(await leaver.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining(name) });
  expect(await leaver.events()).toContain("mailbox.export-requested");
});

test("REQ-16, R-71: the operator's word alone is not enough: without an export the step asks again, and makes nothing twice", async () => {
  const product = await begin();
  const { leaver } = await about(product);
  await product.run(step);

  await leaver.resume();
  await product.run(step);

  expect(await leaver.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("REQ-16") });
  expect(operations(product)).toEqual(prepared);
});

test("REQ-16: the export has ended and the operator resumes: done, with the ids as evidence", async () => {
  const product = await begin();
  const { leaver, name } = await about(product);
  await product.run(step);

  exportByHand(product.tenant.state, name);
  await leaver.resume();
  await product.run(step);

  const [made] = product.tenant.state.evidence.all();
  expect(await leaver.step(step)).toMatchObject({
    state: "done",
    evidence: { caseId: made?.id, searchId: made?.searches[0]?.id, hasSource: true, exports: 1 },
  });
});

test.each([
  ["a report only", { action: "exportReport" }],
  ["an export that failed", { status: "failed" }],
  ["an export that is still running", { status: "running" }],
  ["a part", { status: "partiallySucceeded" }],
])("R-71: %s is no export", async (_, differing) => {
  const product = await begin();
  const { leaver, name } = await about(product);
  await product.run(step);

  exportByHand(product.tenant.state, name, differing);
  await leaver.resume();
  await product.run(step);

  expect((await leaver.step(step)).state).toBe("parked");
});

test.each([1, 2, 3])(
  "P3: call %i of the preparation was made and its answer lost: nothing is made twice",
  async (nth) => {
    const product = await begin();
    const match = { method: "POST", path: /ediscoveryCases/, nth };
    product.tenant.faults.add({ match, action: { cut: "after" }, times: 1 });
    const { leaver } = await about(product);

    await product.run(step);
    await product.pass(120_000, step);

    expect((await leaver.step(step)).state).toBe("parked");
    expect(operations(product)).toEqual(prepared);
  },
);

test("P3: a case whose making was not answered is not made again before lists had time to show it", async () => {
  const product = await begin();
  const match = { method: "POST", path: /ediscoveryCases/ };
  product.tenant.faults.add({ match, action: { cut: "after" }, times: 1 });
  product.tenant.faults.lag("ediscoveryCases", 40_000);
  const { leaver } = await about(product);

  await product.run(step);
  await product.pass(30_000, step);
  expect(operations(product)).toEqual(["create-ediscovery-case"]);
  await product.pass(40_000, step);

  expect((await leaver.step(step)).state).toBe("parked");
  expect(operations(product)).toEqual(prepared);
});

test("five calls a minute: Graph's limit is waited for", async () => {
  const product = await begin();
  const match = { path: /ediscoveryCases/, nth: 3 };
  const action = { status: 429, retryAfterSeconds: 60, when: "before" } as const;
  product.tenant.faults.add({ match, action, times: 1 });
  const { leaver } = await about(product);

  await product.run(step);
  expect((await leaver.step(step)).state).toBe("waiting");
  await product.pass(61_000, step);

  expect((await leaver.step(step)).state).toBe("parked");
  expect(operations(product)).toEqual(prepared);
});

test("eDiscovery refuses the application: the instruction names the role group that it takes", async () => {
  const product = await begin();
  product.tenant.faults.add({ match: { path: /ediscoveryCases/ }, action: { status: 403, when: "before" } });
  const { leaver } = await about(product);

  await product.run(step);

  expect(await leaver.step(step)).toMatchObject({ because: expect.stringContaining("eDiscoveryManager") });
});

test("R-72: no address is on the ledger", async () => {
  const product = await begin();
  const { leaver } = await about(product);

  await product.run(step);

  expect(JSON.stringify([await leaver.file(), product.bus.sent, product.world.logs])).not.toContain("kestrel.example");
});

test("george has no mailbox: skipped", async () => {
  const product = await begin();
  const { leaver } = await about(product, "george");

  await product.run(step);

  expect((await leaver.step(step)).state).toBe("skipped");
});
