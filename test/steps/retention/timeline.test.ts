import { expect, test } from "vitest";
import { setRetention } from "../../../dev/tenant/sharepoint/lifecycle.ts";
import { instant } from "../../../shared/domain/ids.ts";
import { aProduct } from "../../a-product.ts";
import { atDeletion, brief, dayMs, deleted, live, mailsAbout, siteOf } from "./a-deleted-account.ts";

const begin = aProduct();

test("REQ-34, REQ-43 to REQ-48, R-65, FACT-04: access, first notice, second notice seven days before the end, bin, and gone after 93 days", async () => {
  const product = await begin();
  const anna = await deleted(product, "anna");
  const from = anna.person.deletedAt ?? 0;

  expect(await anna.step("share-left-drive")).toMatchObject({ state: "done", evidence: { granted: true } });
  const maria = product.tenant.state.person("maria");
  expect(siteOf(product, "anna").administrators).toContain(maria.id);
  await live(product, 24, 12);
  expect(brief(await mailsAbout(product, anna, from))).toEqual([
    "custodian-first to maria on day 0",
    "custodian-second to maria on day 23",
  ]);
  await live(product, 8, 24);
  expect(siteOf(product, "anna").recycledAt).toBeDefined();
  expect(await anna.step("watch-left-drive")).toMatchObject({
    state: "done",
    evidence: { recycledAt: expect.any(String) },
  });
  expect(await anna.step("watch-deleted-account")).toMatchObject({ state: "done" });
  await product.pass(94 * dayMs);
  expect(await anna.step("confirm-left-drive-purge")).toMatchObject({ state: "done" });
  expect((await anna.record()).status).toBe("done");
  // The service empties its bins itself.
  expect(anna.effects()).toEqual(["delete-user", "add-site-administrator"]);
  expect(await anna.faults()).toEqual([]);
  expect(await mailsAbout(product, anna, from)).toHaveLength(2);
});

test("REQ-51: disabling starts no clock, and the days are counted from the deletion, not from the case", async () => {
  const product = await begin();
  const anna = await atDeletion(product, "anna", { deleteAfterDays: 10 });
  const opened = Date.now();
  await product.run();
  await product.pass(9 * dayMs);
  expect(anna.person.deletedAt).toBeUndefined();
  await product.pass(1.1 * dayMs);
  await live(product, 24, 24);

  expect(brief(await mailsAbout(product, anna, opened))).toEqual([
    "custodian-first to maria on day 10",
    "custodian-second to maria on day 33",
  ]);
});

test("R-63, REQ-42, FACT-17: the tenant's own value counts, also when it changes while the clock runs (R-64)", async () => {
  const product = await begin();
  setRetention(product.tenant.state, 60);
  const anna = await deleted(product, "anna");
  const from = anna.person.deletedAt ?? 0;
  await live(product, 40, 24);
  expect(brief(await mailsAbout(product, anna, from))).toEqual(["custodian-first to maria on day 0"]);

  setRetention(product.tenant.state, 90);
  await live(product, 42, 24);
  expect(await mailsAbout(product, anna, from)).toHaveLength(1);
  await live(product, 3, 24);
  expect(brief(await mailsAbout(product, anna, from)).at(-1)).toBe("custodian-second to maria on day 83");
  expect(siteOf(product, "anna").recycledAt).toBeUndefined();
  await live(product, 8, 24);
  expect(siteOf(product, "anna").recycledAt).toBeDefined();
  expect(await anna.faults()).toEqual([]);
});

test("R-64: an end that moves closer than seven days is told at once, and marked as late", async () => {
  const product = await begin();
  setRetention(product.tenant.state, 90);
  const anna = await deleted(product, "anna");
  const from = anna.person.deletedAt ?? 0;
  await live(product, 40, 24);

  setRetention(product.tenant.state, 45);
  await live(product, 1, 24);

  const mails = await mailsAbout(product, anna, from);
  expect(brief(mails)).toEqual(["custodian-first to maria on day 0", "custodian-second to maria on day 41"]);
  expect(mails[1]?.text).toContain("late, because Leaver was told late");
  expect(mails[0]?.text).not.toContain("late, because");
});

test("REQ-53, REQ-59, FACT-03, FACT-10: the clocks of account, mailbox and OneDrive stand side by side in the evidence", async () => {
  const product = await begin();
  setRetention(product.tenant.state, 365);
  const anna = await deleted(product, "anna");
  const deletedAt = Math.floor((anna.person.deletedAt ?? 0) / 1_000) * 1_000;
  const after = (days: number) => instant(deletedAt + days * dayMs);

  expect(await anna.step("watch-left-drive")).toMatchObject({
    state: "waiting",
    evidence: {
      clocks: {
        accountUntil: after(30),
        mailboxUntil: after(30),
        driveReadOnlyFrom: after(60),
        driveArchivedFrom: after(93),
        driveUntil: after(365),
        driveInBinUntil: after(365 + 93),
      },
      costs: [{ per: "once", from: after(93) }, { per: "month" }],
      risks: [{ rule: "FACT-03" }],
    },
  });
});

test("REQ-51: nothing of the retention begins before the deletion was seen", async () => {
  const product = await begin();
  const anna = await atDeletion(product, "anna", { deleteAfterDays: 10 });
  await product.run();
  await product.pass(5 * dayMs);

  expect(await anna.states()).toMatchObject({
    "delete-account": "waiting",
    "find-left-drive": "pending",
    "watch-left-drive": "pending",
    "watch-deleted-account": "pending",
    "confirm-left-drive-purge": "pending",
  });
});
