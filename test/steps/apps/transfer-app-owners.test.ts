import { expect, test } from "vitest";
import { setAccountEnabled } from "../../../dev/tenant/changes.ts";
import { guidOf } from "../../../dev/tenant/ids.ts";
import { aProduct } from "../../a-product.ts";
import { idOf, type Product, stepNamed } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";

const begin = aProduct();
const step = "transfer-app-owners";
const replace = { appOwners: "replace" } as const;
const bot = guidOf("application/reporting-bot");
const sync = guidOf("application/sales-sync");
const owners = ({ tenant }: Product, id: string) => tenant.state.apps.owners(id);

test("R-50: what only clara owns gets her manager first; where maria owns it too, clara only goes", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at(step, replace);

  await product.run(step);

  expect((await clara.step(step)).state).toBe("done");
  expect([owners(product, bot), owners(product, sync)]).toEqual([[idOf("maria")], [idOf("maria")]]);
  const about = product.tenant.effects().filter(({ objectId }) => objectId === bot);
  expect(about.map(({ operation }) => operation)).toEqual(["add-app-owner", "remove-app-owner"]);
});

test("R-50: secrets that are still good are on the list to rotate, also after the hand-over; ended ones are not", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at(step, replace);

  await product.run(step);

  expect((await clara.step(step)).evidence).toMatchObject({
    risks: [{ rule: "R-50", what: expect.stringContaining("rotate 2"), objectId: bot }],
  });
});

test("R-43, R-50: nobody can take over: parked, and clara still owns it", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at(step, replace);
  const { state } = product.tenant;
  for (const key of ["maria", "julia"]) setAccountEnabled(state, state.person(key), false, "hand");

  await product.run(step);

  expect(await clara.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("(R-43)") });
  expect(owners(product, bot)).toEqual([clara.id]);
});

test("R-50: the old owner stays as long as the new one cannot be seen", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at(step, replace);
  product.tenant.faults.lag("appOwners", 45_000);

  await product.run(step);
  expect(owners(product, bot)).toEqual([clara.id, idOf("maria")]);
  for (let round = 0; round < 6; round += 1) await product.pass(60_000, step);

  expect((await clara.step(step)).state).toBe("done");
  expect(owners(product, bot)).toEqual([idOf("maria")]);
});

test("R-24: undo gives clara her registrations back", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at(step, replace);
  await product.run(step);

  await undo(product, "clara", step);

  expect(owners(product, bot)).toEqual([clara.id]);
  expect([...owners(product, sync)].sort()).toEqual([clara.id, idOf("maria")].sort());
});

test("P10, R-72: neither names nor secrets are in the evidence", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at(step, replace);
  await product.run(step);

  expect(JSON.stringify(await clara.step(step))).not.toMatch(/Reporting|Nguyen|password 1|kestrel\.example/);
});

test("ben owns none: unchanged", async () => {
  const product = await begin();
  const ben = await product.leaver("ben").at(step, replace);

  await product.run(step);

  expect([(await ben.step(step)).state, product.writes()]).toEqual(["unchanged", []]);
});

test("R-50: the policy replaces no owners: what only clara owns and its secrets are listed, nothing is written", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at(step);

  await product.run(step);

  const { state, evidence } = await clara.step(step);
  expect([state, product.writes()]).toEqual(["unchanged", []]);
  expect(evidence).toMatchObject({
    risks: [
      { rule: "R-50", what: expect.stringContaining("rotate 2"), objectId: bot },
      { rule: "R-50", what: expect.stringContaining("only owner"), objectId: bot },
    ],
  });
});

test("R-50: to list them takes no right to write applications", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at(step);
  product.tenant.application.graphPermissions = stepNamed(step).permissions;

  await product.run(step);

  expect((await clara.step(step)).state).toBe("unchanged");
});
