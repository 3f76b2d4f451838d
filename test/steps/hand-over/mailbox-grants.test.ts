import { describe, expect, test } from "vitest";
import { setAccountEnabled } from "../../../dev/tenant/changes.ts";
import { aProduct } from "../../a-product.ts";
import { idOf, stepNamed } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";
import { expectNoPersonalData, mailboxOf } from "./mailbox-of.ts";

const begin = aProduct();

const rights = [
  { step: "grant-mailbox-access", setting: "fullAccess", effect: "grant-full-access", back: "revoke-full-access" },
  { step: "grant-send-as", setting: "sendAs", effect: "grant-send-as", back: "revoke-send-as" },
] as const;

describe.each(rights)("$step", ({ step, setting, effect, back }) => {
  test("REQ-22, R-42: the manager gets it, once, and it is read back", async () => {
    const product = await begin();
    const ben = await product.leaver("ben").at(step, { mailbox: { [setting]: "custodian" } });

    await product.run(step);

    expect(ben.effects()).toEqual([effect]);
    expect(product.tenant.effects().at(-1)).toMatchObject({ detail: { userId: idOf("oskar") } });
    const record = await ben.step(step);
    expect(record).toMatchObject({
      state: "done",
      before: { grantee: idOf("oskar"), granted: false },
      evidence: { grantee: idOf("oskar"), granted: true },
    });
    expectNoPersonalData(product, record);
  });

  test("one person whom the policy names gets it instead", async () => {
    const product = await begin();
    const ben = await product.leaver("ben").at(step, { mailbox: { [setting]: idOf("petra") } });

    await product.run(step);

    expect(await ben.step(step)).toMatchObject({ state: "done", evidence: { grantee: idOf("petra") } });
  });

  test("R-42, R-43: the manager is leaving as well when the step runs: the next one gets it", async () => {
    const product = await begin();
    await product.leaver("oskar").at("block-sign-in");
    const ben = await product.leaver("ben").at(step, { mailbox: { [setting]: "custodian" } });

    await product.run(step);

    expect(await ben.step(step)).toMatchObject({ state: "done", evidence: { grantee: idOf("julia") } });
  });

  test("R-42: a named person who is disabled by now gets nothing: a person has to choose", async () => {
    const product = await begin();
    setAccountEnabled(product.tenant.state, product.tenant.state.person("petra"), false, "hand");
    const ben = await product.leaver("ben").at(step, { mailbox: { [setting]: idOf("petra") } });

    await product.run(step);

    expect(await ben.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("R-43") });
    expect(ben.effects()).toEqual([]);
  });

  test("not visible yet: waited for, not granted again", async () => {
    const product = await begin();
    const ben = await product.leaver("ben").at(step, { mailbox: { [setting]: "custodian" } });
    product.tenant.faults.lag("mailboxPermissions", 20 * 60_000);

    await product.run(step);
    expect((await ben.step(step)).state).toBe("waiting");

    await product.pass(21 * 60_000, step);
    await product.pass(21 * 60_000, step);
    expect([(await ben.step(step)).state, ben.effects()]).toEqual(["done", [effect]]);
  });

  test("P6: the answer is lost: looked for, and granted once", async () => {
    const product = await begin();
    const ben = await product.leaver("ben").at(step, { mailbox: { [setting]: "custodian" } });
    product.tenant.faults.add({ match: { cmdlet: granting[effect] }, action: { cut: "after" }, times: 1 });

    await product.run(step);
    await product.pass(5 * 60_000, step);

    expect([(await ben.step(step)).state, ben.effects()]).toEqual(["done", [effect]]);
  });

  test("R-24: undo takes away what was granted", async () => {
    const product = await begin();
    const ben = await product.leaver("ben").at(step, { mailbox: { [setting]: "custodian" } });
    await product.run(step);

    await undo(product, "ben", step);

    expect(ben.effects()).toEqual([effect, back]);
    expect(mailboxOf(product, "ben").its).toMatchObject({ fullAccess: [], sendAs: [] });
  });

  test("george has no mailbox: skipped", async () => {
    const product = await begin();
    const george = await product.leaver("george").at(step, { mailbox: { [setting]: "custodian" } });

    await product.run(step);

    expect((await george.step(step)).state).toBe("skipped");
  });

  test("it comes after the conversion was tried", () => {
    expect(stepNamed(step).after).toContain("convert-mailbox");
  });
});

const granting = { "grant-full-access": "Add-MailboxPermission", "grant-send-as": "Add-RecipientPermission" };

test("who may open the mailbox already: unchanged, and undo takes nothing away", async () => {
  const product = await begin();
  const clara = await product.leaver("clara").at("grant-mailbox-access");

  await product.run("grant-mailbox-access");

  expect([(await clara.step("grant-mailbox-access")).state, clara.effects()]).toEqual(["unchanged", []]);
});
