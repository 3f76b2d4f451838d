import { expect, test } from "vitest";
import { setAccountEnabled } from "../../../dev/tenant/changes.ts";
import { aProduct } from "../../a-product.ts";
import { idOf, stepNamed } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";

const begin = aProduct();
const step = "reassign-direct-reports";
const reassign = { directReports: "reassign" } as const;

test("4.3: oskar's people report to his manager; the synced one is a task for Active Directory (R-61)", async () => {
  const product = await begin();
  const oskar = await product.leaver("oskar").at(step, reassign);

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
  const oskar = await product.leaver("oskar").at(step, reassign);
  setAccountEnabled(product.tenant.state, product.tenant.state.person("julia"), false, "hand");

  await product.run(step);

  expect(await oskar.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("(R-43)") });
  expect(product.writes()).toEqual([]);
});

test("R-43: who takes over reported to the leaver: not their own manager, but on the list", async () => {
  const product = await begin();
  const oskar = await product.leaver("oskar").at(step, { ...reassign, owner: idOf("ben") });

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
  await product.leaver("oskar").at(step, reassign);
  await product.run(step);

  await undo(product, "oskar", step);

  for (const key of ["ben", "erik", "ivan", "leaver02"]) {
    expect(product.tenant.state.person(key).managerId, key).toBe(idOf("oskar"));
  }
});

test("nobody reports to anna: unchanged after one look", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step, reassign);

  await product.run(step);

  const calls = product.tenant.requests().filter(({ path }) => path.startsWith("/v1.0/"));
  expect([(await anna.step(step)).state, calls.length]).toEqual(["unchanged", 1]);
});

test("R-43: the policy reassigns nobody: each report is listed by id, nothing is written, and no right to write is needed", async () => {
  const product = await begin();
  const oskar = await product.leaver("oskar").at(step);
  product.tenant.application.graphPermissions = stepNamed(step).permissions;

  await product.run(step);

  const { state, evidence } = await oskar.step(step);
  expect([state, product.writes()]).toEqual(["unchanged", []]);
  const listed = ["ben", "ivan", "leaver02", "leaver05", "leaver08"].map((key) => ({
    rule: "R-43",
    objectId: idOf(key),
  }));
  const { risks } = evidence as { risks: unknown[] };
  expect(risks).toEqual(
    expect.arrayContaining(
      [...listed, { rule: "R-61", objectId: idOf("erik") }].map((risk) => expect.objectContaining(risk)),
    ),
  );
  expect(risks).toHaveLength(6);
  expect(JSON.stringify(evidence)).not.toMatch(/@|kestrel/);
});
