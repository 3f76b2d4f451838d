import { expect, test } from "vitest";
import { restoreUser } from "../../../dev/tenant/deletion/changes.ts";
import { setHold } from "../../../dev/tenant/sharepoint/changes.ts";
import { purgeSite, recycleSite, removeProfileByHand, restoreSite } from "../../../dev/tenant/sharepoint/lifecycle.ts";
import { aProduct } from "../../a-product.ts";
import {
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

test("REQ-49, R-46: a profile that was deleted by hand leaves an orphan: a person is called with what to do", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna");
  removeProfileByHand(product.tenant.state, anna.id);

  await live(product, 34, 24);

  expect(await anna.step("watch-left-drive")).toMatchObject({
    state: "parked",
    because: expect.stringMatching(/user profile.*never delete a profile.*REQ-49/),
  });
  // The service has forgotten it: past its end it still stands there, and Leaver has touched nothing but its administrators.
  expect(siteOf(product, "anna").recycledAt).toBeUndefined();
  expect(anna.effects()).toEqual(["delete-user", "add-site-administrator"]);
  recycleSite(product.tenant.state, siteOf(product, "anna"));
  await anna.resume();
  await product.run();
  expect(await anna.step("watch-left-drive")).toMatchObject({ state: "done" });
});

test("the policy's most keeping time calls a person once, and again a month later", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna", { drive: { keepAtMostDays: 40 } });
  setHold(product.tenant.state, siteOf(product, "anna"), true);

  await live(product, 41, 24);
  expect(await anna.step("watch-left-drive")).toMatchObject({
    state: "parked",
    because: expect.stringContaining("40 days after"),
  });
  await anna.resume();
  await live(product, 20, 24);
  expect(await anna.step("watch-left-drive")).toMatchObject({ state: "waiting" });
  await live(product, 12, 24);
  expect(await anna.step("watch-left-drive")).toMatchObject({ state: "parked" });
});

test("REQ-36: the account comes back: every clock of the case stops, and nobody is told of an end any more", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna");
  const from = anna.person.deletedAt ?? 0;
  await live(product, 5, 24);
  restoreUser(product.tenant.state, anna.person, {}, "hand");

  await live(product, 31, 24);

  expect(await anna.states()).toMatchObject({
    "watch-left-drive": "skipped",
    "watch-deleted-account": "skipped",
    "confirm-left-drive-purge": expect.stringMatching(/skipped|parked/),
  });
  expect(await mailsAbout(product, anna, from)).toHaveLength(1);
});

test("R-70: brought back from the bin of sites, a OneDrive has no process any more: a person is called", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna");
  await live(product, 31, 24);
  restoreSite(product.tenant.state, siteOf(product, "anna"));

  await product.pass(95 * dayMs);

  expect(await anna.step("confirm-left-drive-purge")).toMatchObject({
    state: "parked",
    because: expect.stringContaining("R-70"),
  });
  recycleSite(product.tenant.state, siteOf(product, "anna"));
  purgeSite(product.tenant.state, siteOf(product, "anna"));
  await anna.resume();
  await product.run();
  expect(await anna.step("confirm-left-drive-purge")).toMatchObject({ state: "done" });
});

test("leaver09 never opened a OneDrive: only the account and its mailbox have clocks", async () => {
  const product = await begin();
  const samir = await deleted(product, "leaver09");
  expect(await samir.states()).toMatchObject({
    "find-left-drive": "skipped",
    "share-left-drive": "skipped",
    "notify-custodian": "skipped",
    "watch-left-drive": "skipped",
    "watch-deleted-account": "waiting",
  });
  await product.pass(31 * dayMs);
  expect((await samir.record()).status).toBe("done");
});

test("FACT-10: a retention case is closed when everything is seen gone, the last thing by the listing that shows the bin", async () => {
  const product = await begin();
  deletedByHand(product, "anna");
  await clock.advance(3 * dayMs);
  const anna = await followed(product, "anna");
  await product.run();

  await live(product, 29, 24);
  await product.pass(94 * dayMs);

  expect((await anna.record()).status).toBe("done");
  const mails = await mailsAbout(product, anna, Date.now() - 126 * dayMs);
  expect(brief(mails)).toHaveLength(2);
  expect(mails[0]?.text).toContain("3 days late, because Leaver was told late");
  expect(await anna.faults()).toEqual([]);
});

test("REQ-47: the OneDrive goes to the bin between two reads of one look: it is looked for again, and nobody is called", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna");
  await live(product, 3, 24);
  const match = { path: /siteusers/i };
  product.tenant.faults.add({ match, action: { status: 404, when: "before" }, times: 1 });

  await live(product, 2, 24);

  expect(await anna.step("watch-left-drive")).toMatchObject({ state: "waiting" });
  await live(product, 130, 24);
  expect(product.tenant.state.sites.oneDrive(anna.id)).toBeUndefined();
  expect(brief(await mailsAbout(product, anna, anna.person.deletedAt ?? 0)).map((mail) => mail.split(" ")[0])).toEqual([
    "custodian-first",
    "custodian-second",
  ]);
});
