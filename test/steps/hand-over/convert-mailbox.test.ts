import { describe, expect, test } from "vitest";
import { setMailboxType } from "../../../dev/tenant/exchange/mailbox-type.ts";
import type { CaseSettingsChange } from "../../../shared/domain/case-settings.ts";
import { aProduct } from "../../a-product.ts";
import { type Product, stepNamed } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";
import { expectNoPersonalData, mailboxOf } from "./mailbox-of.ts";

const begin = aProduct();
const step = "convert-mailbox";
const minute = 60_000;
const hour = 60 * minute;
const gigabyte = 1024 ** 3;

/** Somebody whose account is blocked, right before the conversion. */
async function about(product: Product, who: string, settings: CaseSettingsChange = {}) {
  const leaver = await product.leaver(who).at(step, settings);
  leaver.person.accountEnabled = false;
  return leaver;
}

describe("done", () => {
  test("R-36, REQ-21: anna's mailbox is converted once, and done when Exchange and Graph both show it", async () => {
    const product = await begin();
    const anna = await about(product, "anna");

    await product.run(step);

    expect(anna.effects()).toEqual(["convert-mailbox"]);
    expect(mailboxOf(product, "anna").mailbox.kind).toBe("SharedMailbox");
    const record = await anna.step(step);
    expect(record).toMatchObject({
      state: "done",
      before: { type: "user", purpose: "user" },
      evidence: { type: "shared", purpose: "shared", keepsLicence: [] },
    });
    expectNoPersonalData(product, record);
  });

  test("R-30, REQ-24: primary, recoverable items and archive are measured right before, and again after", async () => {
    const product = await begin();
    const clara = await about(product, "clara");

    await product.run(step);

    const sizes = { primary: 4 * gigabyte, recoverable: gigabyte / 2, archive: 30 * gigabyte };
    expect(await clara.step(step)).toMatchObject({ before: { sizes }, evidence: { sizes } });
  });

  test("R-29, REQ-23, FACT-18: over 50 GB it is converted all the same, and the evidence says that the licence stays", async () => {
    const product = await begin();
    const ben = await about(product, "ben");

    await product.run(step);

    expect(await ben.step(step)).toMatchObject({
      state: "done",
      evidence: { keepsLicence: [expect.stringMatching(/over 50 GB.*R-29/)] },
    });
  });

  test("shared already, on both ways: unchanged, nothing written", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    mailboxOf(product, "anna").mailbox.kind = "SharedMailbox";

    await product.run(step);

    expect([(await anna.step(step)).state, anna.effects()]).toEqual(["unchanged", []]);
  });

  test("george has no mailbox: skipped with that reason", async () => {
    const product = await begin();
    const george = await about(product, "george");

    await product.run(step);

    expect(await george.step(step)).toMatchObject({ state: "skipped", because: "the leaver has no cloud mailbox" });
  });
});

describe("seen on both ways (R-36)", () => {
  test("R-36: Graph trails behind: waiting, not converted again, done when it shows it", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    product.tenant.faults.lag("userPurpose", 30 * minute);

    await product.run(step);
    expect(await anna.step(step)).toMatchObject({
      state: "waiting",
      because: expect.stringContaining("Graph still shows"),
      evidence: { type: "shared", purpose: "user" },
    });

    await product.pass(31 * minute, step);
    await product.pass(31 * minute, step);
    expect([(await anna.step(step)).state, anna.effects()]).toEqual(["done", ["convert-mailbox"]]);
  });

  test("R-36: Exchange trails behind: waiting, done later", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    product.tenant.faults.lag("mailboxType", 10 * minute);

    await product.run(step);
    expect(await anna.step(step)).toMatchObject({ state: "waiting", evidence: { type: "user", purpose: "shared" } });

    await product.pass(11 * minute, step);
    await product.pass(11 * minute, step);
    expect([(await anna.step(step)).state, anna.effects()]).toEqual(["done", ["convert-mailbox"]]);
  });

  test("R-36: never seen by Graph: after five hours a person is called", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    product.tenant.faults.lag("userPurpose", 9 * 60 * minute);

    await product.run(step);
    await product.passAwake(4.9 * 60 * minute, step);
    expect((await anna.step(step)).state).toBe("waiting");
    await product.passAwake(15 * minute, step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("Not seen") });
  });

  test("P6: the answer of the conversion is lost: it is looked for, and made once", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    product.tenant.faults.add({ match: { cmdlet: "Set-Mailbox" }, action: { cut: "after" }, times: 1 });

    await product.run(step);
    await product.pass(5 * minute, step);

    expect([(await anna.step(step)).state, anna.effects()]).toEqual(["done", ["convert-mailbox"]]);
  });
});

describe("guards", () => {
  test("R-36: without a licence it is not converted: a person assigns one, and then it goes on", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    const { licences } = anna.person;
    anna.person.licences = [];

    await product.run(step);
    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-36") });
    expect(anna.effects()).toEqual([]);

    anna.person.licences = licences;
    await anna.resume();
    await product.run(step);
    expect((await anna.step(step)).state).toBe("done");
  });

  test("R-38: while the account is enabled it is not converted, because its password would open the mailbox", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-38") });
    expect(anna.effects()).toEqual([]);
  });

  test("R-30: a size that cannot be measured holds the conversion back", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    product.tenant.faults.add({ match: { cmdlet: "Get-MailboxStatistics" }, action: { status: 503, when: "before" } });

    await product.run(step);
    expect([(await anna.step(step)).state, anna.effects()]).toEqual(["waiting", []]);

    product.tenant.faults.clear();
    await product.pass(10 * minute, step);
    expect((await anna.step(step)).state).toBe("done");
  });

  test("R-17, R-31: protocols blocked and meetings cancelled come first", () => {
    expect(stepNamed(step).needs).toEqual(expect.arrayContaining(["block-mail-protocols", "cancel-meetings"]));
  });
});

describe("hybrid (R-39)", () => {
  const onBothSides = { state: "parked", because: expect.stringMatching(/Set-RemoteMailbox.*R-39/) };

  test("R-39: erik's is mastered on premises: a person converts on both sides, and it is seen then", async () => {
    const product = await begin();
    const erik = await about(product, "erik");

    await product.run(step);
    expect(await erik.step(step)).toMatchObject(onBothSides);
    expect(erik.effects()).toEqual([]);

    setMailboxType(product.tenant.state, mailboxOf(product, "erik").mailbox, "SharedMailbox", "sync");
    await erik.resume();
    await product.run(step);
    expect(await erik.step(step)).toMatchObject({ state: "waiting", because: expect.stringContaining("R-62") });

    await product.pass(3 * hour, step);
    expect(await erik.step(step)).toMatchObject({ state: "unchanged", evidence: { masteredOnPremises: true } });
    expect(erik.effects()).toEqual([]);
  });

  test("R-39, R-62: converted here only, the sync turns it back within three hours, and a person is asked again", async () => {
    const product = await begin();
    const erik = await about(product, "erik");
    const { state } = product.tenant;
    const { mailbox } = mailboxOf(product, "erik");
    await product.run(step);
    setMailboxType(state, mailbox, "SharedMailbox", "hand");
    await erik.resume();
    await product.run(step);

    setMailboxType(state, mailbox, "UserMailbox", "sync");
    await product.pass(3 * hour, step);

    expect(await erik.step(step)).toMatchObject(onBothSides);
  });

  test("R-39: resumed too early, it parks again", async () => {
    const product = await begin();
    const erik = await about(product, "erik");

    await product.run(step);
    await erik.resume();
    await product.run(step);

    expect(await erik.step(step)).toMatchObject(onBothSides);
  });

  test("R-39: shared here already proves nothing about the other side: a person is asked all the same", async () => {
    const product = await begin();
    const erik = await about(product, "erik");
    mailboxOf(product, "erik").mailbox.kind = "SharedMailbox";

    await product.run(step);
    expect(await erik.step(step)).toMatchObject(onBothSides);

    await erik.resume();
    await product.run(step);
    await product.pass(3 * hour, step);
    expect((await erik.step(step)).state).toBe("unchanged");
  });

  test("R-39, REQ-13: an agent is asked by an event, once, and the cloud side is converted", async () => {
    const product = await begin();
    const erik = await about(product, "erik", { onPremises: "agent" });

    await product.run(step);
    expect(await erik.step(step)).toMatchObject({ state: "waiting", because: expect.stringContaining("R-62") });

    await product.pass(3 * hour, step);
    expect(await erik.step(step)).toMatchObject({ state: "done" });
    expect(erik.effects()).toEqual(["convert-mailbox"]);
    expect(await erik.events()).toEqual(["on-premises.requested"]);
  });
});

describe("undo (R-24)", () => {
  test("R-24: the mailbox is a user's again", async () => {
    const product = await begin();
    const anna = await about(product, "anna");
    await product.run(step);

    await undo(product, "anna", step);

    expect(mailboxOf(product, "anna").mailbox.kind).toBe("UserMailbox");
    expect(anna.effects()).toEqual(["convert-mailbox", "convert-mailbox"]);
  });
});
