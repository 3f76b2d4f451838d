import { expect, test } from "vitest";
import { setRetention } from "../../../dev/tenant/sharepoint/lifecycle.ts";
import { aProduct } from "../../a-product.ts";
import {
  atDeletion,
  brief,
  clock,
  dayMs,
  deleted,
  deletedByHand,
  followed,
  live,
  mailsAbout,
  siteOf,
} from "./a-deleted-account.ts";

const begin = aProduct();
const outage = 40 * dayMs;

test("REQ-45: nothing ran for 40 days and the end is still ahead: the second notice comes late and says so, once", async () => {
  const product = await begin();
  setRetention(product.tenant.state, 47);
  const anna = await deleted(product, "anna");
  const from = anna.person.deletedAt ?? 0;
  await live(product, 5, 24);

  await clock.advance(outage);
  await product.another().sweep();
  await live(product, 1, 6);

  const mails = await mailsAbout(product, anna, from);
  expect(brief(mails)).toEqual(["custodian-first to maria on day 0", "custodian-second to maria on day 45"]);
  expect(mails[1]?.text).toMatch(/\b5 days late\b/);
  await live(product, 3, 24);
  expect(siteOf(product, "anna").recycledAt).toBeDefined();
  expect(await mailsAbout(product, anna, from)).toHaveLength(2);
  expect(await anna.faults()).toEqual([]);
});

test("REQ-45, FACT-04: the OneDrive went to the bin meanwhile: told late, with the day on which the bin lets go of it", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna");
  const from = anna.person.deletedAt ?? 0;
  await live(product, 2, 24);

  await clock.advance(outage);
  await product.another().sweep();
  await live(product, 2, 6);

  const mails = await mailsAbout(product, anna, from);
  expect(brief(mails)).toEqual(["custodian-first to maria on day 0", "custodian-second to maria on day 42"]);
  expect(mails[1]?.text).toMatch(/\b19 days late\b/);
  expect(await anna.step("watch-left-drive")).toMatchObject({ state: "done" });
});

test("R-43: deleted and purged while nothing ran: where its OneDrive was cannot be found out, so a person is called", async () => {
  const product = await begin();
  deletedByHand(product, "anna");
  await clock.advance(outage);
  const anna = await followed(product, "anna");
  await product.run();
  expect(await anna.record()).toMatchObject({ status: "parked" });
  expect((await anna.step("find-left-drive")).because).toContain("gone for good");
});

test("R-60: a deletion that came due while nothing ran is made afterwards, and its own notice period follows whole", async () => {
  const product = await begin();
  const anna = await atDeletion(product, "anna", { deleteAfterDays: 20 });
  await product.run();

  await clock.advance(outage);
  await product.another().sweep();
  await product.run();

  const from = anna.person.deletedAt ?? 0;
  expect(Date.now() - from).toBeLessThan(dayMs);
  await live(product, 29, 24);
  expect(siteOf(product, "anna").recycledAt).toBeUndefined();
  const mails = await mailsAbout(product, anna, from);
  expect(brief(mails)).toEqual(["custodian-first to maria on day 0", "custodian-second to maria on day 23"]);
  expect(mails.map(({ text }) => text).join()).not.toContain("late, because");
});

test("a service that does not answer at once after 40 days is asked again: the outage was ours, and uses up no patience", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna");
  await live(product, 2, 24);

  await clock.advance(outage);
  product.tenant.faults.add({ match: { path: /SPO\.Tenant/ }, action: { status: 503, when: "before" } });
  await product.another().sweep();
  expect(await anna.step("watch-left-drive")).toMatchObject({ state: "waiting" });
  await product.pass(3_600_000);
  expect(await anna.step("watch-left-drive")).toMatchObject({ state: "waiting" });
  product.tenant.faults.clear();
  await live(product, 2, 6);

  expect(await anna.step("watch-left-drive")).toMatchObject({ state: "done" });
});
