import { describe, expect, test } from "vitest";
import type { CaseSettingsChange } from "../../../shared/domain/case-settings.ts";
import { aProduct } from "../../a-product.ts";
import { idOf, type Product } from "../../product/product.ts";
import { open, parked, restore, signIn } from "./restored.ts";
import { differences, factsOf } from "./tenant-facts.ts";

const begin = aProduct();
const hour = 3_600_000;

/** A policy that takes away whatever Leaver can take away while the account stays. */
const everything: CaseSettingsChange = {
  end: "living-account",
  adminRoles: "remove",
  directReports: "reassign",
  appOwners: "replace",
  restoreConflicts: "rename-active",
  mailbox: { sendAs: "custodian", forwardTo: "custodian" },
  approvals: [],
};

/** What docs/way-back.md says cannot be given back, or is a trace that opens nothing. */
const stays = [
  /^people\/\w+\/(sessionsValidFrom|passwordChangedAt|knowsPassword|methods\/)/,
  // Cancelled meetings, inbox rules, and the text of the automatic reply, which is off.
  /^exchange\/mailboxes\/[^/]+\/(rules|events|autoReply\/(internal|external|audience))/,
  // Wiped and retired.
  /^(mobileDevices\/[^/]+\/devices\/[^/]+\/wipe|intune\/devices)/,
  // Known to the site, without a right.
  /^sites\/sites\/[^/]+\/users/,
  /^telephony\/orders/,
  // New objects with the same content.
  /^(people\/\w+\/roles|roles\/eligibilities|apps\/assignments|groups\/owners\/[^/]+\/\{)/,
];

async function offboarded(product: Product, who: string) {
  const leaver = product.leaver(who);
  product.terminate(who);
  await product.told(who);
  await product.run();
  for (let hours = 0; hours < 40; hours += 5) await product.pass(5 * hour);
  expect([await parked(leaver), await open(leaver)]).toEqual([[], []]);
  return leaver;
}

describe("R-24, REQ-64: a whole plan is given back, and the tenant is as before", () => {
  // anna has everything; ivan holds roles; maria leads people; hanna was blocked before; leaver07 forwarded.
  test.each(["anna", "ivan", "maria", "hanna", "leaver07"])("%s", async (who) => {
    const product = await begin({ policy: { defaults: everything, fallbackContact: idOf("petra") } });
    const before = factsOf(product.tenant);
    const leaver = await offboarded(product, who);
    const taken = differences(before, factsOf(product.tenant));

    expect((await restore(product, leaver.id)).outcome).toBe("opened");
    await product.run();
    expect(await parked(leaver)).toEqual([expect.stringMatching(/^give-sign-in: .*R-68/)]);
    await signIn(product, leaver);
    await product.run();
    for (let hours = 0; hours < 5; hours += 1) await product.pass(hour);

    const left = differences(before, factsOf(product.tenant)).filter((one) => !stays.some((trace) => trace.test(one)));
    // Text that is not kept is asked for, and nothing else is left.
    const asked = { hanna: /autoReply\/state/, leaver07: /forwardingSmtpAddress|deliverToMailboxAndForward/ }[who];
    expect(left.filter((one) => !asked?.test(one))).toEqual([]);
    expect(left.length > 0).toBe(asked !== undefined);
    expect((await parked(leaver)).map((one) => one.split(":")[0])).toEqual(
      { hanna: ["set-auto-reply"], leaver07: ["remove-old-forwarding"] }[who] ?? [],
    );
    expect(taken.length).toBeGreaterThan(left.length + 10);
    expect(await leaver.faults()).toEqual([]);
  });
});

test("R-68: the tenant's log shows password and pass, then everything that is given back, then sign-in, then roles", async () => {
  const product = await begin({ policy: { defaults: everything, fallbackContact: idOf("petra") } });
  const ivan = await offboarded(product, "ivan");
  const from = product.tenant.effects().length;

  await restore(product, ivan.id);
  await product.run();
  const beforeTheWord = product.tenant
    .effects()
    .slice(from)
    .filter(({ by }) => by === undefined);
  await signIn(product, ivan);
  await product.run();
  for (let hours = 0; hours < 4; hours += 1) await product.pass(hour);

  expect(beforeTheWord).toEqual([]);
  const effects = product.tenant.effects().slice(from);
  const order = effects.flatMap(({ operation, by }) => (by === undefined ? [operation] : []));
  const opened = order.indexOf("allow-sign-in");
  expect(order.slice(0, 2)).toEqual(["make-access-pass", "reset-password"]);
  const after = order.slice(opened + 1);
  expect(after).toEqual(expect.arrayContaining(["send-mail"]));
  // An application's permission does not enable who holds a role: roles come last (FACT-09, R-19).
  expect(after.filter((operation) => /role|eligib|join-group/.test(operation))).not.toEqual([]);
  expect(after.filter((operation) => !/role|eligib|join-group|send-mail/.test(operation))).toEqual([]);
  expect(ivan.person.accountEnabled).toBe(true);
});

test("REQ-67: the person is told in their own mailbox, once, without the secret; who has not signed in a day later is asked after", async () => {
  const product = await begin({ policy: { defaults: everything, fallbackContact: idOf("petra") } });
  const anna = await offboarded(product, "anna");
  await restore(product, anna.id);
  await product.run();
  const secret = await signIn(product, anna);
  await product.run();
  for (let hours = 0; hours < 30; hours += 6) await product.pass(6 * hour);

  const mails = product.tenant.state.mails.filter(({ to }) => to.includes(anna.person.mail ?? ""));
  expect(mails).toHaveLength(1);
  expect(JSON.stringify(product.tenant.state.mails)).not.toContain(secret);
  expect(await parked(anna)).toEqual([expect.stringMatching(/^follow-up-restore: .*not signed in.*REQ-67/)]);
  await anna.resume();
  await product.run();
  expect((await anna.record()).status).toBe("done");
});

test("REQ-67: who has signed in needs no follow-up", async () => {
  const product = await begin({ policy: { defaults: everything, fallbackContact: idOf("petra") } });
  const anna = await offboarded(product, "anna");
  await restore(product, anna.id);
  await product.run();
  await signIn(product, anna, "password");
  await product.run();
  for (let hours = 0; hours < 4; hours += 1) await product.pass(hour);
  product.tenant.state.signIn("anna", 0);
  for (let hours = 0; hours < 24; hours += 6) await product.pass(6 * hour);

  expect([await parked(anna), await open(anna)]).toEqual([[], []]);
  expect(await anna.record()).toMatchObject({ kind: "restore", status: "done" });
});
