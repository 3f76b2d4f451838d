import { expect, test } from "vitest";
import { removeInboxRule } from "../../../dev/tenant/exchange/inbox-rules.ts";
import { aProduct } from "../../a-product.ts";
import type { Product } from "../../product/product.ts";
import { mailboxOf } from "./a-mailbox.ts";

const begin = aProduct();
const step = "remove-inbox-rules";

async function about(product: Product, who: string) {
  product.terminate(who);
  return await product.leaver(who).at(step);
}

test("R-33: anna's three rules go, the one that points outside first, and the service's own stays", async () => {
  const product = await begin();
  const anna = await about(product, "anna");
  const [, outside] = mailboxOf(product, "anna").rules;

  await product.run(step);

  expect(anna.effects()).toEqual(["remove-inbox-rule", "remove-inbox-rule", "remove-inbox-rule"]);
  expect(product.tenant.effects()[0]?.objectId).toBe(outside?.id);
  expect(mailboxOf(product, "anna").rules.map(({ name }) => name)).toEqual(["Junk E-Mail Rule"]);
  expect(await anna.step(step)).toMatchObject({ state: "done", evidence: { rules: [] } });
});

test("R-33, FACT-20: the rule that sent mail outside stays on the list of risks, by its id and a count", async () => {
  const product = await begin();
  const anna = await about(product, "anna");
  const [, outside] = mailboxOf(product, "anna").rules;

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({
    before: { rules: [{ outside: 0 }, { forwardsTo: 1, outside: 1 }, { forwardsTo: 1, outside: 0 }] },
    evidence: {
      risks: [{ rule: "R-33", objectId: outside?.id, what: expect.stringContaining("1 addresses outside") }],
    },
  });
});

test("R-33: an address of the organisation that a rule names by SMTP is inside", async () => {
  const product = await begin();
  const [rule] = mailboxOf(product, "anna").rules;
  if (rule !== undefined) rule.redirectTo = ['"Ben" [SMTP:ben.okafor@KESTREL.example]'];
  const anna = await about(product, "anna");

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({ before: { rules: [{ forwardsTo: 1, outside: 0 }, {}, {}] } });
});

test("R-05: HR has taken the end back: the case is paused, and every rule stays", async () => {
  const product = await begin();
  const anna = await about(product, "anna");
  product.tenant.state.hr.rescind(product.event("anna", {}).employeeRef);

  await product.run(step);

  expect((await anna.record()).status).toBe("paused");
  expect(anna.effects()).toEqual([]);
});

test("R-72: nothing of what the rules say is on the ledger, in a log or in a message", async () => {
  const product = await begin();
  const anna = await about(product, "anna");

  await product.run(step);

  const everything = JSON.stringify([await anna.file(), product.world.logs, product.bus.sent]);
  for (const canary of ["Copies for home", "mail.example.org", "maria.keller", "Anna"]) {
    expect(everything).not.toContain(canary);
  }
});

test("a rule that went meanwhile is no error", async () => {
  const product = await begin();
  const anna = await about(product, "anna");
  const { state } = product.tenant;
  const mailbox = state.mailboxes.find(anna.id);
  product.border.beforeCall = (call) => {
    const [rule] = mailboxOf(product, "anna").rules;
    if (call === "inboxRules.remove" && mailbox !== undefined && rule !== undefined) {
      removeInboxRule(state, mailbox, rule, "hand");
    }
  };

  await product.run(step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toHaveLength(2);
});

test("many rules go part by part", async () => {
  const product = await begin();
  const mailbox = mailboxOf(product, "anna");
  const [rule] = mailbox.rules;
  if (rule !== undefined)
    mailbox.rules = Array.from({ length: 50 }, (_, index) => ({ ...rule, id: `${1000 + index}` }));
  const anna = await about(product, "anna");

  await product.run(step);
  expect(anna.effects()).toHaveLength(40);
  await product.pass(5_000, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toHaveLength(50);
});

test("R-71: rules that reads still show are not taken for removed", async () => {
  const product = await begin();
  product.tenant.faults.lag("inboxRules", 600_000);
  const anna = await about(product, "anna");

  await product.run(step);
  expect((await anna.step(step)).state).toBe("waiting");
  await product.pass(700_000, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toHaveLength(3);
});

test("an answer that was lost is looked for first: every rule goes once", async () => {
  const product = await begin();
  product.tenant.faults.add({ match: { cmdlet: "Remove-InboxRule" }, action: { cut: "after" }, times: 1 });
  const anna = await about(product, "anna");

  await product.run(step);
  await product.pass(60_000, step);

  expect((await anna.step(step)).state).toBe("done");
  expect(anna.effects()).toHaveLength(3);
});

test.each([
  ["ben", "unchanged"],
  ["george", "skipped"],
])("%s has no rules: %s, without a write", async (who, state) => {
  const product = await begin();
  const leaver = await about(product, who);

  await product.run(step);

  expect((await leaver.step(step)).state).toBe(state);
  expect(leaver.effects()).toEqual([]);
});
