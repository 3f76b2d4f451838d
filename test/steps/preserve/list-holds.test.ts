import { expect, test } from "vitest";
import { aProduct } from "../../a-product.ts";
import { mailboxOf } from "./a-mailbox.ts";

const begin = aProduct();
const step = "list-holds";

test.each([
  ["dario", "ediscovery", "UniH7d895d48-7e23-4a8d-8346-533c3beac15d"],
  ["leaver01", "retention", "mbxcdbbb86ce60342489bff371876e7f224:2"],
  ["leaver03", "label", "ComplianceTagHoldApplied"],
  ["leaver04", "delay", "DelayHoldApplied"],
])("R-29, R-35: %s is held by what is of kind %s", async (who, kind, id) => {
  const product = await begin();
  const leaver = await product.leaver(who).at(step);

  await product.run(step);

  expect(await leaver.step(step)).toMatchObject({
    state: "done",
    evidence: { held: true, others: [{ kind, id }] },
  });
  expect(leaver.effects()).toEqual([]);
});

test("R-29: leaver05 is under a litigation hold, and since when", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver05").at(step);

  await product.run(step);

  expect(await leaver.step(step)).toMatchObject({
    evidence: { held: true, litigation: { since: expect.any(String) }, others: [] },
  });
});

test("R-35: a policy over all mailboxes holds anna's too, and one that only deletes holds nobody", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  const ben = await product.leaver("ben").at(step);
  const { exchange } = product.tenant.state;

  await product.run(step);
  exchange.organisationHolds = [...exchange.organisationHolds, "mbx9d4f1b2a:3"];
  const clara = await product.leaver("clara").at(step);
  await product.run(step);

  expect(await anna.step(step)).toMatchObject({ evidence: { held: false, others: [] } });
  expect(await ben.step(step)).toMatchObject({ evidence: { held: false } });
  expect(await clara.step(step)).toMatchObject({
    evidence: { held: true, others: [{ kind: "organisation", id: "mbx9d4f1b2a:3" }] },
  });
});

test("R-35: who is left out of a policy over all mailboxes is not held by it", async () => {
  const product = await begin();
  product.tenant.state.exchange.organisationHolds = ["mbx9d4f1b2a:2"];
  mailboxOf(product, "anna").inPlaceHolds = ["-mbx9d4f1b2a"];
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({ evidence: { held: false } });
});

test("R-34: after a lifted hold the residual risks say that the content is still there", async () => {
  const product = await begin();
  const leaver = await product.leaver("leaver04").at(step);

  await product.run(step);

  expect(await leaver.step(step)).toMatchObject({ evidence: { risks: [{ rule: "R-34" }] } });
});

test("R-35: a kind of hold that nobody knows counts as a hold, and is on the list of risks", async () => {
  const product = await begin();
  mailboxOf(product, "anna").inPlaceHolds = ["xyz123:9"];
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({
    evidence: {
      held: true,
      others: [{ kind: "unknown", id: "xyz123:9" }],
      risks: [{ rule: "R-35", objectId: "xyz123:9" }],
    },
  });
});

test("R-71: policies that cannot be read are no proof that there is none: a person is asked", async () => {
  const product = await begin();
  const match = { cmdlet: "Get-OrganizationConfig" };
  product.tenant.faults.add({ match, action: { status: 403, when: "before" } });
  const anna = await product.leaver("anna").at(step);

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({ state: "parked" });
});

test("george has no mailbox: skipped with that reason", async () => {
  const product = await begin();
  const george = await product.leaver("george").at(step);

  await product.run(step);

  expect((await george.step(step)).state).toBe("skipped");
});
