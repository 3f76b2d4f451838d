import { expect, test } from "vitest";
import { setAccountEnabled } from "../../../dev/tenant/changes.ts";
import { setOwner } from "../../../dev/tenant/groups/changes.ts";
import { guidOf } from "../../../dev/tenant/ids.ts";
import { aProduct } from "../../a-product.ts";
import { idOf, type Product } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";

const begin = aProduct();
const step = "transfer-group-owners";
const idOfGroup = (key: string) => guidOf(`group/${key}`);

function groupOf({ tenant }: Product, key: string) {
  const group = tenant.state.groups.find(idOfGroup(key));
  if (group === undefined) throw new Error(`no group ${key}`);
  return group;
}
const owners = (product: Product, key: string) => product.tenant.state.groups.owners(groupOf(product, key));

test("R-47: the team, the group and the list that only ben owns get his manager first, and lose him then", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step);
  const oskar = idOf("oskar");

  await product.run(step);

  expect((await ben.step(step)).state).toBe("done");
  for (const key of ["kite", "vpn", "support"]) {
    expect(owners(product, key), key).toEqual([oskar]);
    const about = product.tenant.effects().filter(({ objectId }) => objectId === idOfGroup(key));
    const changes = about.filter(({ operation }) => operation.endsWith("group-owner"));
    expect(changes.map(({ operation, personId }) => [operation, personId])).toEqual([
      ["add-group-owner", oskar],
      ["remove-group-owner", ben.id],
    ]);
  }
});

test("R-47: Teams needs an owner who is a member, so the heir joins the team, and nothing but the team", async () => {
  const product = await begin();
  await product.leaver("ben").at(step);

  await product.run(step);

  const joined = product.tenant.effects().filter(({ operation }) => operation === "join-group");
  expect(joined.map(({ objectId, personId }) => [objectId, personId])).toEqual([[idOfGroup("kite"), idOf("oskar")]]);
});

test("R-47: where somebody else owns it already, nobody is added", async () => {
  const product = await begin();
  const maria = await product.leaver("maria").at(step);

  await product.run(step);

  expect((await maria.step(step)).state).toBe("done");
  expect(owners(product, "sales")).toEqual([idOf("clara")]);
  // CRM was hers alone.
  expect(owners(product, "crm")).toEqual([idOf("julia")]);
});

test("R-42: another owner who is disabled does not count", async () => {
  const product = await begin();
  await product.leaver("clara").at(step);
  setAccountEnabled(product.tenant.state, product.tenant.state.person("maria"), false, "hand");

  await product.run(step);

  expect(owners(product, "sales")).toEqual([idOf("maria"), idOf("julia")]);
});

test("R-42: another owner who is leaving does not count, and is no heir", async () => {
  const product = await begin();
  await product.leaver("maria").at("block-sign-in");
  await product.leaver("clara").at(step);

  await product.run(step);

  expect(owners(product, "sales")).toContain(idOf("julia"));
});

test("R-43, R-47: nobody can take over: parked with the instruction, and ben still owns the team", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step);
  for (const key of ["oskar", "julia"]) {
    setAccountEnabled(product.tenant.state, product.tenant.state.person(key), false, "hand");
  }

  await product.run(step);

  expect(await ben.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("(R-43)") });
  expect(owners(product, "kite")).toEqual([ben.id]);
  expect(ben.effects()).toEqual([]);
});

test("R-47: a security group may be without an owner: it is listed, and stops nothing", async () => {
  const product = await begin();
  const { state } = product.tenant;
  const ben = await product.leaver("ben").at(step);
  for (const key of ["oskar", "julia"]) setAccountEnabled(state, state.person(key), false, "hand");
  setOwner(state, state.person("petra"), groupOf(product, "kite"), true, "hand");
  setOwner(state, state.person("petra"), groupOf(product, "support"), true, "hand");

  await product.run(step);

  expect(await ben.step(step)).toMatchObject({
    state: "done",
    evidence: { risks: [{ rule: "R-47", objectId: idOfGroup("vpn") }] },
  });
  expect(owners(product, "vpn")).toEqual([ben.id]);
});

test("R-47: the policy names nobody: what is ben's alone is listed, and nothing is parked", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step, { owner: "nobody" });

  await product.run(step);

  const { state, evidence } = await ben.step(step);
  expect(state).toBe("unchanged");
  expect(evidence).toMatchObject({ risks: [{ rule: "R-47" }, { rule: "R-47" }, { rule: "R-47" }] });
});

test("R-47: the false refusal of a last owner is asked again until it is gone (m365-operations 10.5)", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step);
  product.tenant.faults.lag("ownerCheck", 50_000);

  await product.run(step);
  expect(await ben.step(step)).toMatchObject({ state: "waiting", because: expect.stringContaining("not counted yet") });
  expect(owners(product, "kite")).toEqual([ben.id, idOf("oskar")]);

  for (let round = 0; round < 4; round += 1) await product.pass(30_000, step);

  expect((await ben.step(step)).state).toBe("done");
  expect(owners(product, "kite")).toEqual([idOf("oskar")]);
  const added = product.tenant.effects().filter(({ operation }) => operation === "add-group-owner");
  expect(added).toHaveLength(3);
});

test("R-47: the old owner stays as long as the new one cannot be seen", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step);
  product.tenant.faults.lag("groupOwners", 45_000);

  await product.run(step);

  expect((await ben.step(step)).state).toBe("waiting");
  expect(owners(product, "kite")).toEqual([ben.id, idOf("oskar")]);

  for (let round = 0; round < 10; round += 1) await product.pass(60_000, step);

  expect((await ben.step(step)).state).toBe("done");
  expect(owners(product, "kite")).toEqual([idOf("oskar")]);
});

test("P3: a lost answer repeats nothing at the tenant", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step);
  product.tenant.faults.add({
    match: { method: "POST", path: /owners\/\$ref/, nth: 1 },
    action: { cut: "after" },
  });

  await product.run(step);
  for (let round = 0; round < 4; round += 1) await product.pass(60_000, step);

  expect((await ben.step(step)).state).toBe("done");
  const added = product.tenant.effects().filter(({ operation }) => operation === "add-group-owner");
  expect(added).toHaveLength(3);
});

test("R-24: undo gives ben back what he owned, and takes the heir out again", async () => {
  const product = await begin();
  await product.leaver("ben").at(step);
  await product.run(step);

  await undo(product, "ben", step);

  for (const key of ["kite", "vpn", "support"]) expect(owners(product, key), key).toEqual([idOf("ben")]);
  expect(product.tenant.state.person("oskar").groupIds).not.toContain(idOfGroup("kite"));
});

test("somebody who owns nothing: unchanged after one look", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver09").at(step);

  await product.run(step);

  expect([(await leaver.step(step)).state, product.writes()]).toEqual(["unchanged", []]);
});

test("P10: the evidence names nobody", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step);

  await product.run(step);

  const text = JSON.stringify(await ben.step(step));
  for (const word of ["Okafor", "Winter", "Kite", "kestrel.example"]) expect(text).not.toContain(word);
});
