import { describe, expect, test } from "vitest";
import { autoReplyText } from "../../../shared/domain/auto-reply-text.ts";
import { usualSettings } from "../../../shared/domain/case-settings.ts";
import { aProduct } from "../../a-product.ts";
import { undo } from "../../product/undo.ts";
import { mailboxOf } from "./a-mailbox.ts";

const begin = aProduct();
const step = "set-auto-reply";

test("R-32: everybody who writes to anna is answered in the policy's languages, inside and outside alike", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step, { mailbox: { autoReplyLanguages: ["de", "en"] } });

  await product.run(step);

  expect(anna.effects()).toEqual(["set-auto-reply"]);
  const { autoReply } = mailboxOf(product, "anna");
  expect(autoReply).toMatchObject({ state: "Enabled", audience: "All", internal: autoReply.external });
  expect(autoReply.external).toMatch(/Dieses Postfach wird nicht mehr gelesen.*This mailbox is no longer read/s);
  expect(await anna.step(step)).toMatchObject({ state: "done", evidence: { state: "enabled", marked: true } });
});

test("a reply of the leaver's own is replaced, and its text kept nowhere (R-72)", async () => {
  const product = await begin();
  const hanna = await product.leaver("hanna").at(step);
  mailboxOf(product, "hanna").autoReply = {
    state: "Enabled",
    internal: "Gone surfing",
    external: "Gone surfing",
    audience: "All",
  };

  await product.run(step);

  expect(await hanna.step(step)).toMatchObject({ state: "done", before: { state: "enabled", marked: false } });
  expect(JSON.stringify(await hanna.file())).not.toContain("surfing");
});

test("the reply is there already: unchanged, although Exchange has rewritten it", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  await product.run(step);
  expect(mailboxOf(product, "anna").autoReply.external).toMatch(/^<html>/);

  const ben = await product.leaver("ben").at(step);
  mailboxOf(product, "ben").autoReply = mailboxOf(product, "anna").autoReply;
  await product.run(step);

  expect((await ben.step(step)).state).toBe("unchanged");
  expect([...anna.effects(), ...ben.effects()]).toEqual(["set-auto-reply"]);
});

test.each([
  ["only those inside", { internal: "x", external: "" }],
  ["only contacts", { audience: "Known" as const }],
  ["nobody, as it is switched off", { state: "Disabled" as const }],
])("R-71: a reply that reaches %s is set again", async (_, differing) => {
  const product = await begin();
  await product.leaver("anna").at(step);
  await product.run(step);
  const ben = await product.leaver("ben").at(step);
  mailboxOf(product, "ben").autoReply = { ...mailboxOf(product, "anna").autoReply, ...differing };

  await product.run(step);

  expect(ben.effects()).toEqual(["set-auto-reply"]);
});

test("accepted is not seen: the step waits until reads show the reply", async () => {
  const product = await begin();
  product.tenant.faults.lag("autoReply", 60_000);
  const anna = await product.leaver("anna").at(step);

  await product.run(step);
  expect((await anna.step(step)).state).toBe("waiting");
  await product.pass(90_000, step);

  expect((await anna.step(step)).state).toBe("done");
});

test("a lost answer is looked for first: set once", async () => {
  const product = await begin();
  const match = { cmdlet: "Set-MailboxAutoReplyConfiguration" };
  product.tenant.faults.add({ match, action: { cut: "after" }, times: 1 });
  const anna = await product.leaver("anna").at(step);

  await product.run(step);
  await product.pass(60_000, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toEqual(["set-auto-reply"]);
});

test("george has no mailbox: skipped", async () => {
  const product = await begin();
  const george = await product.leaver("george").at(step);

  await product.run(step);

  expect((await george.step(step)).state).toBe("skipped");
});

describe("the way back", () => {
  test("the mailbox answers nobody, as before", async () => {
    const product = await begin();
    await product.leaver("anna").at(step);
    await product.run(step);

    await undo(product, "anna", step);

    expect(mailboxOf(product, "anna").autoReply.state).toBe("Disabled");
  });

  test("a reply of the leaver's own cannot be given back: that is said", async () => {
    const product = await begin();
    await product.leaver("hanna").at(step);
    await product.run(step);

    await expect(undo(product, "hanna", step)).rejects.toThrow(/whose text was not kept/);
    expect(mailboxOf(product, "hanna").autoReply.state).toBe("Disabled");
  });
});

test("R-32, R-74: the text has every language of the settings, no name, and another mark for other languages", () => {
  const languages = ["en", "sv", "nb", "da", "nl", "de", "fr"] as const;
  const marks = languages.map((language) => autoReplyText([language]).mark);

  expect(new Set(marks).size).toBe(languages.length);
  expect(autoReplyText(languages).html.match(/<p>/g)).toHaveLength(languages.length + 1);
  expect(autoReplyText(usualSettings.mailbox.autoReplyLanguages).mark).toBe(autoReplyText(["en"]).mark);
});
