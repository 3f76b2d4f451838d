import { expect, test } from "vitest";
import { guidOf } from "../../../dev/tenant/ids.ts";
import { aProduct } from "../../a-product.ts";
import { undo } from "../../product/undo.ts";

const begin = aProduct();
const step = "remove-group-memberships";
const idOfGroup = (key: string) => guidOf(`group/${key}`);

test("10.2: ben leaves teams and groups by Graph, lists by Exchange; synced and dynamic groups are reported (R-57)", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step);

  await product.run(step);

  const { state, evidence } = await ben.step(step);
  expect(state).toBe("done");
  expect([...ben.person.groupIds].sort()).toEqual([idOfGroup("dublin"), idOfGroup("plant")].sort());
  expect(evidence).toMatchObject({
    risks: expect.arrayContaining([
      { rule: "R-57", what: expect.stringContaining("Active Directory"), objectId: idOfGroup("plant") },
      { rule: "R-57", what: expect.stringContaining("A rule decides"), objectId: idOfGroup("dublin") },
    ]),
  });
  const cmdlets = product.tenant.requests().filter(({ path }) => path.includes("InvokeCommand"));
  expect(cmdlets).toHaveLength(2);
});

test("R-57: the group that gives anna her E5 licence waits for the licence step", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  expect(anna.person.groupIds).toEqual([idOfGroup("m365-e5")]);
  expect(anna.person.licences.map(({ skuPartNumber }) => skuPartNumber)).toContain("SPE_E5");
  expect(product.tenant.effects().filter(({ operation }) => operation === "remove-licence")).toEqual([]);
});

test("10.3: no DELETE goes out without /$ref, and nobody is deleted", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  const deletions = product.tenant.requests().filter(({ method }) => method === "DELETE");
  expect(deletions.length).toBeGreaterThan(2);
  for (const { path } of deletions) expect(path).toMatch(/\/\$ref$/);
  expect(anna.person.deletedAt).toBeUndefined();
  expect(anna.effects()).not.toContain("delete-user");
});

test("R-57: groups of a restricted unit are left to whoever has a role there", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver04").at(step);

  await product.run(step);

  expect(await leaver.step(step)).toMatchObject({
    state: "done",
    evidence: { risks: [{ rule: "R-57", objectId: idOfGroup("vault") }] },
  });
});

test("R-19: a role-assignable group that is left is not this step's, and is not silent", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver09").at(step);
  leaver.person.groupIds = [...leaver.person.groupIds, idOfGroup("helpdesk")];

  await product.run(step);

  expect(await leaver.step(step)).toMatchObject({
    state: "done",
    evidence: { risks: [{ rule: "R-19", objectId: idOfGroup("helpdesk") }] },
  });
});

test("R-58: what reads still show is looked for again, and not removed twice", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  product.tenant.faults.lag("memberOf", 90_000);

  await product.run(step);
  expect((await anna.step(step)).state).toBe("waiting");
  const after = anna.effects();
  for (let round = 0; round < 6; round += 1) await product.pass(60_000, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toEqual(after);
});

test("P3: a lost answer of Exchange repeats nothing: already so is told by a look, not by words (10.4)", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  product.tenant.faults.add({
    match: { cmdlet: "Remove-DistributionGroupMember", nth: 1 },
    action: { status: 503, when: "after" },
  });
  // Graph shows the membership a while longer, so that the removal is asked for again.
  product.tenant.faults.lag("memberOf", 120_000);

  await product.run(step);
  for (let round = 0; round < 10; round += 1) await product.pass(60_000, step);

  expect((await anna.step(step)).state).toBe("done");
  const left = product.tenant.effects().filter(({ operation }) => operation === "leave-group");
  expect(new Set(left.map(({ objectId }) => objectId)).size).toBe(left.length);
});

test("R-24: undo puts anna back into what she was taken out of", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  const before = [...anna.person.groupIds].sort();
  await product.run(step);

  await undo(product, "anna", step);

  expect([...anna.person.groupIds].sort()).toEqual(before);
});

test("more than a part: forty at a time, to the end", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  const { groups } = product.tenant.state;
  const many = Array.from({ length: 45 }, (_, index) => guidOf(`group/many/${index}`));
  const usual = { team: false, synced: false, rule: null, assignableToRole: false, restricted: false, licences: [] };
  for (const id of many) {
    groups.add({ id, displayName: id, kind: "security", ...usual });
    const group = groups.find(id);
    if (group !== undefined) groups.setMember(anna.person, group, true);
  }

  await product.run(step);
  for (let round = 0; round < 3; round += 1) await product.pass(2_000, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.person.groupIds).toEqual([idOfGroup("m365-e5")]);
});

test("a group that is gone meanwhile is no error", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  product.tenant.faults.add({ match: { method: "DELETE", nth: 1 }, action: { status: 404, when: "after" } });

  await product.run(step);

  expect((await anna.step(step)).state).toBe("done");
});

test("P10: the evidence names nobody", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step);
  await product.run(step);

  expect(JSON.stringify(await ben.step(step))).not.toMatch(/Okafor|Project|kestrel\.example/);
});
