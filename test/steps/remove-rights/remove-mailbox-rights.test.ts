import { describe, expect, test } from "vitest";
import { reportOf } from "../../../shared/domain/report.ts";
import { aProduct } from "../../a-product.ts";
import { idOf } from "../../product/product.ts";
import { undo } from "../../product/undo.ts";
import { expectNoPersonalData, mailboxOf } from "../hand-over/mailbox-of.ts";

const begin = aProduct();
const step = "remove-mailbox-rights";
const scan = { mailbox: { scanRights: true } } as const;

const onNotices = [
  { owner: idOf("notices"), right: "send-as" },
  { owner: idOf("notices"), right: "full-access" },
];
const onMaria = [
  { owner: idOf("maria"), right: "full-access" },
  { owner: idOf("maria"), right: "send-on-behalf" },
];

describe("the likely mailboxes", () => {
  test("R-23: anna's rights on her manager's mailbox, and where she sends in the name of others, are gone", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);

    await product.run(step);

    const record = await anna.step(step);
    expect(record.state).toBe("done");
    expect(record.before).toMatchObject({ rights: expect.arrayContaining([...onNotices, ...onMaria]), asked: 2 });
    expect(record.evidence).toMatchObject({ rights: [] });
    expect(mailboxOf(product, "notices").its).toMatchObject({ sendAs: [], fullAccess: [{ userId: idOf("ben") }] });
    expect(mailboxOf(product, "maria").its).toMatchObject({ fullAccess: [], sendOnBehalf: [] });
    expectNoPersonalData(product, record);
  });

  test("R-23: what was not looked at is a residual risk, and stays as it is", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);

    await product.run(step);

    const { risks } = reportOf([await anna.step(step)]);
    expect(risks.map(({ what }) => what)).toEqual([
      expect.stringContaining("mailbox.scanRights"),
      expect.stringContaining("folders"),
    ]);
    expect(mailboxOf(product, "petra").its.fullAccess).toHaveLength(2);
  });

  test("clara has no such rights: unchanged, nothing written", async () => {
    const product = await begin();
    const clara = await product.leaver("clara").at(step);

    await product.run(step);

    expect((await clara.step(step)).state).toBe("unchanged");
    expect(product.tenant.effects()).toEqual([]);
  });

  test("george, who is no recipient of mail, has none", async () => {
    const product = await begin();
    const george = await product.leaver("george").at(step);

    await product.run(step);

    expect((await george.step(step)).state).toBe("unchanged");
  });

  test("not visible yet: waited for, nothing is taken away twice", async () => {
    const product = await begin();
    const ben = await product.leaver("ben").at(step);
    product.tenant.faults.lag("mailboxPermissions", 20 * 60_000);

    await product.run(step);
    expect((await ben.step(step)).state).toBe("waiting");

    await product.pass(21 * 60_000, step);
    await product.pass(21 * 60_000, step);
    expect((await ben.step(step)).state).toBe("done");
    expect(product.tenant.effects().map(({ operation }) => operation)).toEqual(["revoke-full-access"]);
  });

  test("P6: an answer is lost: the rest is taken away later, each right once", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);
    product.tenant.faults.add({ match: { cmdlet: "Remove-MailboxPermission" }, action: { cut: "after" }, times: 1 });

    await product.run(step);
    await product.pass(10 * 60_000, step);

    expect((await anna.step(step)).state).toBe("done");
    expect(
      product.tenant
        .effects()
        .map(({ operation }) => operation)
        .toSorted(),
    ).toEqual(["revoke-full-access", "revoke-full-access", "revoke-send-as", "revoke-send-on-behalf"]);
  });

  test("REQ-13: a right that Active Directory masters is left to a person; the others are gone", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step);
    product.tenant.state.person("maria").onPremisesSyncEnabled = true;

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("on-premises") });
    expect(mailboxOf(product, "maria").its).toMatchObject({ fullAccess: [], sendOnBehalf: [idOf("anna")] });
  });

  test("R-24: undo gives every right back, and nothing more", async () => {
    const product = await begin();
    await product.leaver("anna").at(step);
    const before = ["notices", "maria", "petra"].map((who) => structuredClone(mailboxOf(product, who).its));
    await product.run(step);

    await undo(product, "anna", step);

    const after = ["notices", "maria", "petra"].map((who) => mailboxOf(product, who).its);
    const sorted = (its: (typeof after)[number]) => ({
      ...its,
      fullAccess: its.fullAccess.toSorted((left, right) => left.userId.localeCompare(right.userId)),
    });
    expect(after.map(sorted)).toEqual(before.map(sorted));
  });
});

describe("the scan of all mailboxes", () => {
  test("R-23: finds what cannot be asked for, part by part, and leaves only the folders open", async () => {
    const product = await begin({ people: 120 });
    const anna = await product.leaver("anna").at(step, scan);
    mailboxOf(product, "extra0100").its.fullAccess.push({ userId: anna.id, autoMapping: true });

    await product.run(step);
    expect(await anna.step(step)).toMatchObject({ state: "waiting", evidence: { asked: 50 } });
    for (let parts = 0; parts < 4; parts += 1) await product.pass(2_000, step);

    const record = await anna.step(step);
    expect(record.state).toBe("done");
    expect(record.before).toMatchObject({
      rights: expect.arrayContaining([
        ...onNotices,
        ...onMaria,
        { owner: idOf("petra"), right: "full-access" },
        { owner: idOf("extra0100"), right: "full-access" },
      ]),
      asked: product.tenant.state.mailboxes.all().length - 1,
    });
    expect(reportOf([record]).risks.map(({ what }) => what)).toEqual([expect.stringContaining("folders")]);
    expect(mailboxOf(product, "extra0100").its.fullAccess).toEqual([]);
    expectNoPersonalData(product, record);
  });

  test("a process that dies in the middle goes on with the next part", async () => {
    const product = await begin({ people: 120 });
    const anna = await product.leaver("anna").at(step, scan);
    await product.run(step);
    const other = product.another();
    for (let parts = 0; parts < 4; parts += 1) await other.pass(2_000, step);

    const mailboxes = product.tenant.state.mailboxes.all().length - 1;
    expect(await anna.step(step)).toMatchObject({ state: "done", before: { asked: mailboxes } });
    const looks = [...product.border.crossings, ...other.border.crossings].filter(
      (crossing) => crossing === "before mailboxAccess.rightsOn",
    );
    // Every part once, and once to see that the rights are gone.
    expect(looks).toHaveLength(Math.ceil(mailboxes / 50) + 1);
  });
});
