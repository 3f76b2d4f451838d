import { describe, expect, test } from "vitest";
import { setAccountEnabled } from "../../../dev/tenant/changes.ts";
import type { CaseSettingsChange } from "../../../shared/domain/case-settings.ts";
import { aProduct } from "../../a-product.ts";
import { idOf, type Product, stepNamed } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";
import { expectNoPersonalData, mailboxOf } from "./mailbox-of.ts";

const begin = aProduct();
const step = "forward-mail";
const nothing = { forwardingAddress: null, forwardingSmtpAddress: null, deliverToMailboxAndForward: false };

/** Somebody whose mailbox is shared by now, right before the forwarding. */
async function about(product: Product, who: string, mailbox: CaseSettingsChange["mailbox"] = {}) {
  const leaver = await product.leaver(who).at(step, { mailbox: { forwardTo: "custodian", ...mailbox } });
  mailboxOf(product, who).mailbox.kind = "SharedMailbox";
  return leaver;
}

describe("done", () => {
  test("REQ-21, REQ-26: new mail goes to the manager as a recipient, a copy stays, and it is read back", async () => {
    const product = await begin();
    const ben = await about(product, "ben");

    await product.run(step);

    expect(ben.effects()).toEqual(["set-forwarding"]);
    expect(mailboxOf(product, "ben").its).toMatchObject({
      forwardingAddress: idOf("oskar"),
      forwardingSmtpAddress: null,
      deliverToMailboxAndForward: true,
    });
    const record = await ben.step(step);
    expect(record).toMatchObject({
      state: "done",
      evidence: { target: idOf("oskar"), forwarding: { recipient: { id: idOf("oskar"), external: false } } },
    });
    expectNoPersonalData(product, record);
  });

  test("REQ-26: to a shared mailbox, whose own account is blocked on purpose (R-38)", async () => {
    const product = await begin();
    const ben = await about(product, "ben", { forwardTo: idOf("notices"), forwardKeepsCopy: false });

    await product.run(step);

    expect((await ben.step(step)).state).toBe("done");
    expect(mailboxOf(product, "ben").its).toMatchObject({
      forwardingAddress: idOf("notices"),
      deliverToMailboxAndForward: false,
    });
  });

  test("forwarded to the right person already: unchanged; without the copy that the policy wants: set again", async () => {
    const product = await begin();
    const ben = await about(product, "ben");
    Object.assign(mailboxOf(product, "ben").its, {
      forwardingAddress: idOf("oskar"),
      deliverToMailboxAndForward: true,
    });
    const clara = await about(product, "clara");
    Object.assign(mailboxOf(product, "clara").its, { forwardingAddress: idOf("maria") });

    await product.run(step);

    expect([(await ben.step(step)).state, ben.effects()]).toEqual(["unchanged", []]);
    expect([(await clara.step(step)).state, clara.effects()]).toEqual(["done", ["set-forwarding"]]);
  });

  test("not visible yet: waited for, not set again", async () => {
    const product = await begin();
    const ben = await about(product, "ben");
    product.tenant.faults.lag("mailboxForwarding", 20 * 60_000);

    await product.run(step);
    expect((await ben.step(step)).state).toBe("waiting");

    await product.pass(21 * 60_000, step);
    await product.pass(21 * 60_000, step);
    expect([(await ben.step(step)).state, ben.effects()]).toEqual(["done", ["set-forwarding"]]);
  });

  test("P6: the answer is lost: looked for, and set once", async () => {
    const product = await begin();
    const ben = await about(product, "ben");
    product.tenant.faults.add({ match: { cmdlet: "Set-Mailbox" }, action: { cut: "after" }, times: 1 });

    await product.run(step);
    await product.pass(5 * 60_000, step);

    expect([(await ben.step(step)).state, ben.effects()]).toEqual(["done", ["set-forwarding"]]);
  });

  test("R-40, FACT-01: it waits until the mailbox was seen converted, and the old forwarding was seen gone (R-33)", () => {
    expect(stepNamed(step).needs).toEqual(expect.arrayContaining(["convert-mailbox", "remove-old-forwarding"]));
  });

  test("george has no mailbox: skipped", async () => {
    const product = await begin();
    const george = await product.leaver("george").at(step, { mailbox: { forwardTo: "custodian" } });

    await product.run(step);

    expect((await george.step(step)).state).toBe("skipped");
  });
});

describe("guards", () => {
  async function parkedWith(product: Product, rule: string, mailbox: CaseSettingsChange["mailbox"] = {}) {
    const ben = await about(product, "ben", mailbox);
    return {
      ben,
      async run() {
        await product.run(step);
        expect(await ben.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining(rule) });
        expect(ben.effects()).toEqual([]);
      },
    };
  }

  test("R-41: never to somebody outside the organisation", async () => {
    const product = await begin();
    const { run } = await parkedWith(product, "R-41", { forwardTo: idOf("guest") });
    await run();
  });

  test("R-41: never to somebody who forwards outside", async () => {
    const product = await begin();
    mailboxOf(product, "oskar").its.forwardingSmtpAddress = "smtp:oskar@mail.example.org";
    const { run } = await parkedWith(product, "R-41");
    await run();
  });

  test("R-42: never to somebody who is disabled by now", async () => {
    const product = await begin();
    setAccountEnabled(product.tenant.state, product.tenant.state.person("petra"), false, "hand");
    const { run } = await parkedWith(product, "R-42", { forwardTo: idOf("petra") });
    await run();
  });

  test("R-42: never to somebody who is leaving as well", async () => {
    const product = await begin();
    await product.leaver("petra").at("block-sign-in");
    const { run } = await parkedWith(product, "R-42", { forwardTo: idOf("petra") });
    await run();
  });

  test("R-42: never to a shared mailbox of somebody who is leaving, or to the leaver", async () => {
    const product = await begin();
    await product.leaver("anna").at("close-case");
    mailboxOf(product, "anna").mailbox.kind = "SharedMailbox";
    const { run } = await parkedWith(product, "R-42", { forwardTo: idOf("anna") });
    await run();

    const dario = await about(product, "dario", { forwardTo: idOf("dario") });
    await product.run(step);
    expect(await dario.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-42") });
  });

  test("R-43: nobody is there to take it", async () => {
    const product = await begin();
    product.tenant.state.person("ben").managerId = undefined;
    const { run } = await parkedWith(product, "R-43");
    await run();
  });

  test("R-42: never in a circle: directly, over somebody else, or among themselves", async () => {
    const product = await begin();
    mailboxOf(product, "oskar").its.forwardingAddress = idOf("julia");
    mailboxOf(product, "julia").its.forwardingAddress = idOf("ben");
    const { ben, run } = await parkedWith(product, "in a circle");
    await run();

    mailboxOf(product, "julia").its.forwardingAddress = idOf("oskar");
    await ben.resume();
    await run();

    mailboxOf(product, "julia").its.forwardingAddress = null;
    await ben.resume();
    await product.run(step);
    expect((await ben.step(step)).state).toBe("done");
  });

  test("REQ-26: never to an id without a mailbox", async () => {
    const product = await begin();
    const { run } = await parkedWith(product, "REQ-26", { forwardTo: idOf("george") });
    await run();
  });

  test("R-39, R-40: the mailbox became a user's again after the conversion: convert first", async () => {
    const product = await begin();
    const { run } = await parkedWith(product, "R-40");
    mailboxOf(product, "ben").mailbox.kind = "UserMailbox";
    await run();
  });

  test("R-40: where the policy leaves the mailbox a user's, it forwards, and its licence stays (mailboxKeepsLicence)", async () => {
    const product = await begin();
    const ben = await about(product, "ben", { convertToShared: false });
    mailboxOf(product, "ben").mailbox.kind = "UserMailbox";

    await product.run(step);

    expect((await ben.step(step)).state).toBe("done");
  });

  test("REQ-13: erik's mailbox is mastered on premises and refuses: a person does it there, and it is seen then", async () => {
    const product = await begin();
    const erik = await about(product, "erik");

    await product.run(step);
    expect(await erik.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("on-premises") });

    Object.assign(mailboxOf(product, "erik").its, {
      forwardingAddress: idOf("oskar"),
      deliverToMailboxAndForward: true,
    });
    await erik.resume();
    await product.run(step);
    expect([(await erik.step(step)).state, erik.effects()]).toEqual(["done", []]);
  });
});

describe("undo (R-24)", () => {
  test("R-24: the mailbox forwards nothing again", async () => {
    const product = await begin();
    await about(product, "ben");
    await product.run(step);

    await undo(product, "ben", step);

    expect(mailboxOf(product, "ben").its).toMatchObject(nothing);
  });

  test("R-24: what was forwarded before is forwarded again", async () => {
    const product = await begin();
    await about(product, "ben");
    const before = { forwardingAddress: idOf("clara"), forwardingSmtpAddress: null, deliverToMailboxAndForward: false };
    Object.assign(mailboxOf(product, "ben").its, before);
    await product.run(step);

    await undo(product, "ben", step);

    expect(mailboxOf(product, "ben").its).toMatchObject(before);
  });
});
