import { expect, test } from "vitest";
import { setAccountEnabled } from "../../../dev/tenant/changes.ts";
import { aProduct } from "../../a-product.ts";
import { idOf } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";

const begin = aProduct();
const step = "reassign-direct-reports";

test("4.3: oskar's people report to his manager; the synced one is a task for Active Directory (R-61)", async () => {
  const product = await begin();
  const oskar = await product.leaver("oskar").at(step);

  await product.run(step);

  const { state } = product.tenant;
  for (const key of ["ben", "ivan", "leaver02", "leaver05", "leaver08"]) {
    expect(state.person(key).managerId, key).toBe(idOf("julia"));
  }
  expect(state.person("erik").managerId).toBe(oskar.id);
  expect(await oskar.step(step)).toMatchObject({
    state: "done",
    evidence: { reports: [], risks: [{ rule: "R-61", objectId: idOf("erik") }] },
  });
});

test("R-42, R-43: nobody can be the next manager: parked, and nobody is moved", async () => {
  const product = await begin();
  const oskar = await product.leaver("oskar").at(step);
  setAccountEnabled(product.tenant.state, product.tenant.state.person("julia"), false, "hand");

  await product.run(step);

  expect(await oskar.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("(R-43)") });
  expect(product.writes()).toEqual([]);
});

test("R-43: who takes over reported to the leaver: not their own manager, but on the list", async () => {
  const product = await begin();
  const oskar = await product.leaver("oskar").at(step, { owner: idOf("ben") });

  await product.run(step);

  const { state } = product.tenant;
  expect(state.person("leaver02").managerId).toBe(idOf("ben"));
  expect(state.person("ben").managerId).toBe(oskar.id);
  expect((await oskar.step(step)).evidence).toMatchObject({
    risks: expect.arrayContaining([{ rule: "R-43", what: expect.any(String), objectId: idOf("ben") }]),
  });
});

test("R-24: undo gives oskar his people back", async () => {
  const product = await begin();
  await product.leaver("oskar").at(step);
  await product.run(step);

  await undo(product, "oskar", step);

  for (const key of ["ben", "erik", "ivan", "leaver02"]) {
    expect(product.tenant.state.person(key).managerId, key).toBe(idOf("oskar"));
  }
});

test("nobody reports to anna: unchanged after one look", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  const calls = product.tenant.requests().filter(({ path }) => path.startsWith("/v1.0/"));
  expect([(await anna.step(step)).state, calls.length]).toEqual(["unchanged", 1]);
});
