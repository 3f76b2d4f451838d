import { expect, test } from "vitest";
import { setHold } from "../../../dev/tenant/sharepoint/changes.ts";
import { aProduct } from "../../a-product.ts";
import type { Product } from "../../product/product.ts";
import { brief, dayMs, deleted, deletedByHand, followed, live, mailsAbout, siteOf } from "./a-deleted-account.ts";

const begin = aProduct();

/** The product with somebody whom the policy names for everything that nobody else would hear. */
async function withOperator(): Promise<Product> {
  const product = await begin();
  const operator = product.tenant.state.person("petra").id;
  Object.assign(product.ports.policy, { fallbackContact: operator });
  return product;
}

const hold = (product: Product, held: boolean) => setHold(product.tenant.state, siteOf(product, "anna"), held);

test("REQ-50, R-35: a hold pauses the clock and is told to custodian and operator; lifted, it goes on with a day's notice", async () => {
  const product = await withOperator();
  const anna = await deleted(product, "anna");
  const from = anna.person.deletedAt ?? 0;
  await live(product, 10, 24);
  hold(product, true);

  await live(product, 35, 24);
  expect(brief(await mailsAbout(product, anna, from))).toEqual([
    "custodian-first to maria on day 0",
    expect.stringMatching(/^hold-placed to (maria|petra) on day 1[01]$/),
    expect.stringMatching(/^hold-placed to (maria|petra) on day 1[01]$/),
  ]);
  expect(siteOf(product, "anna").recycledAt).toBeUndefined();
  expect(await anna.step("watch-left-drive")).toMatchObject({
    state: "waiting",
    because: expect.stringContaining("paused"),
    evidence: { onHold: true, risks: [{ rule: "R-35" }, expect.anything()] },
  });

  hold(product, false);
  await live(product, 3, 6);
  const mails = (await mailsAbout(product, anna, from)).slice(3);
  expect(mails.map(({ kind, to }) => `${kind} to ${to}`).toSorted()).toEqual([
    "hold-lifted to maria",
    "hold-lifted to petra",
  ]);
  expect(siteOf(product, "anna").recycledAt).toBeDefined();
  expect(await anna.faults()).toEqual([]);
});

test("R-35: lifted long before the end, the second notice still comes seven days before it", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna");
  const from = anna.person.deletedAt ?? 0;
  hold(product, true);
  await live(product, 5, 24);
  hold(product, false);
  await live(product, 21, 24);

  expect((await mailsAbout(product, anna, from)).map(({ kind, to, day }) => [kind, to, day >= 23])).toEqual([
    ["custodian-first", "maria", false],
    ["hold-placed", "maria", false],
    ["hold-lifted", "maria", false],
    ["custodian-second", "maria", true],
  ]);
});

test("R-35: under a hold from the first day no day is named: the first notice waits until it is lifted", async () => {
  const product = await begin();
  deletedByHand(product, "anna");
  hold(product, true);
  const anna = await followed(product, "anna");
  const from = Date.now();
  await product.run();
  await live(product, 3, 24);
  expect((await mailsAbout(product, anna, from)).map(({ kind }) => kind)).toEqual(["hold-placed"]);
  expect(await anna.step("notify-custodian")).toMatchObject({ state: "waiting" });

  hold(product, false);
  await live(product, 2, 24);
  const kinds = (await mailsAbout(product, anna, from)).map(({ kind }) => kind);
  expect(kinds.toSorted()).toEqual(["custodian-first", "hold-lifted", "hold-placed"]);
});

test("R-35: what SharePoint does not tell counts as held", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna");
  product.tenant.faults.add({
    match: { path: /GetSitePropertiesByUrl/ },
    action: { status: 503, when: "before" },
  });
  await live(product, 24, 24);
  expect(await mailsAbout(product, anna, anna.person.deletedAt ?? 0)).toHaveLength(1);
  product.tenant.faults.clear();
});

test("R-35, R-60: an account whose OneDrive is on hold is not deleted; a day after the hold was lifted it is", async () => {
  const product = await begin();
  hold(product, true);
  const anna = await deleted(product, "anna");
  expect(await anna.step("delete-account")).toMatchObject({
    state: "parked",
    because: expect.stringContaining("R-35"),
  });
  expect(anna.effects()).toEqual([]);

  hold(product, false);
  await anna.resume();
  await product.run("delete-account");
  expect(await anna.step("delete-account")).toMatchObject({
    state: "waiting",
    because: expect.stringContaining("a hold was lifted"),
  });
  await product.pass(dayMs - 60_000, "delete-account");
  expect(anna.effects()).toEqual([]);
  await product.pass(2 * 60_000, "delete-account");
  expect(anna.effects()).toEqual(["delete-user"]);
});
