import { describe, expect, test } from "vitest";
import { disableOnPremises, setAccountEnabled } from "../../../dev/tenant/changes.ts";
import { deleteUser } from "../../../dev/tenant/deletion/changes.ts";
import type { CaseSettingsChange } from "../../../shared/domain/case-settings.ts";
import { openRestore } from "../../../shared/domain/open-restore.ts";
import { wayBackOf } from "../../../shared/domain/restore-plan.ts";
import { aProduct } from "../../a-product.ts";
import { idOf, type Product } from "../../product/product.ts";
import { day } from "../../product/virtual-time.ts";
import { anOperator, ask, open, parked, restore, signIn } from "./restored.ts";

const begin = aProduct();
const [minute, hour] = [60_000, 3_600_000];
const person = (number: number) => `extra${String(number).padStart(4, "0")}`;

/** A running case that has changed one thing. */
async function begun(product: Product, who: string) {
  const leaver = await product.leaver(who).at("block-mail-protocols");
  await product.run("block-mail-protocols");
  return leaver;
}

describe("an order (R-69)", () => {
  test("P3: a process that dies anywhere in it leaves what the order that comes again finishes: one cancelled case, one restore", async () => {
    const product = await begin({ people: 120 });
    const calm = await begun(product, person(1));
    const process = product.another();
    await openRestore({ person: calm.id, wishes: ask }, anOperator(), process.ports);
    const { crossings } = process.border;
    expect(crossings).toEqual(
      expect.arrayContaining(["after ledger.commit", "after subjects.claim", "after ledger.open"]),
    );

    for (const [index, crossing] of crossings.entries()) {
      // Between the end of one call and the begin of the next nothing leaves the process.
      if (index > 0 && crossing.startsWith("before ")) continue;
      const leaver = await begun(product, person(index + 2));
      const { caseId } = await leaver.record();
      const doomed = product.another();
      doomed.border.diesAt = (_, count) => count === index + 1;
      const order = openRestore({ person: leaver.id, wishes: ask }, anOperator(), doomed.ports);
      await Promise.race([order, doomed.border.death]);

      const again = await restore(product.another(), leaver.id);

      expect(["opened", "joined"], `died ${crossing}`).toContain(again.outcome);
      const { record, steps } = await leaver.file();
      expect(record, `died ${crossing}`).toMatchObject({ kind: "restore", status: "running", follows: caseId });
      expect(steps.map(({ name }) => name)).toContain("block-mail-protocols");
      const before = await product.ports.ledger.load(caseId);
      expect(before?.record).toMatchObject({ status: "cancelled", because: "she stays after all" });
    }
    // Nothing runs twice: every restore is there once.
    await product.run();
    await product.pass(minute);
    expect(await calm.faults()).toEqual([]);
  });

  test("two operators at once: one restore, and both learn its id", async () => {
    const product = await begin();
    const anna = await begun(product, "anna");

    const [one, other] = await Promise.all([restore(product, anna.id), restore(product.another(), anna.id)]);

    const ids = [one, other].map((result) => ("caseId" in result ? result.caseId : result.because));
    expect(new Set(ids).size).toBe(1);
    expect((await anna.record()).kind).toBe("restore");
  });

  test("a dry run tells the same and writes nothing", async () => {
    const product = await begin();
    const anna = await begun(product, "anna");
    const { caseId } = await anna.record();
    const order = { person: anna.id, wishes: ask };

    const result = await openRestore(order, anOperator(), product.ports, { dryRun: true });

    expect(result).toMatchObject({
      outcome: "possible",
      because: expect.stringContaining("cancelled first"),
      wayBack: [{ step: "block-mail-protocols", back: true }],
    });
    expect(await anna.record()).toMatchObject({ caseId, status: "running" });
  });

  test("R-10, P7: who is protected is not touched", async () => {
    const product = await begin({ policy: { protected: [idOf("anna")] } });
    expect(await restore(product, idOf("anna"))).toMatchObject({
      outcome: "refused",
      because: expect.stringContaining("protected"),
    });
  });

  test("who was never changed has nothing to give back, and a planned case says how to cancel it", async () => {
    const product = await begin();
    expect(await restore(product, idOf("ben"))).toMatchObject({ outcome: "refused" });
    product.terminate("ben", day(30));
    await product.told("ben");

    expect(await restore(product, idOf("ben"))).toMatchObject({
      outcome: "refused",
      because: expect.stringMatching(/cancel the case.*\/cancel/),
    });
    await product.leaver("ben").cancel();
    expect(product.tenant.effects()).toEqual([]);
    const file = await product.leaver("ben").file();
    expect(wayBackOf(product.ports.steps, [file])).toEqual([]);
  });
});

test("P6: what a cancelled case had under way may still land, so the restore looks after it", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("block-sign-in");
  const slow = product.another();
  // Announced, and the process stands still before its call.
  slow.border.diesAt = (crossing) => crossing === "before directory.blockSignIn";
  await slow.run("block-sign-in");
  expect((await anna.step("block-sign-in")).state).toBe("changing");

  await restore(product, anna.id);
  await product.run("restore-account");
  expect(await anna.step("restore-account")).toMatchObject({
    state: "waiting",
    because: expect.stringContaining("may still land"),
  });
  // It lands after all.
  await product.ports.tenant.directory.blockSignIn(anna.id);
  await product.pass(minute);

  expect(anna.person.accountEnabled).toBe(true);
  expect(await parked(anna)).toEqual([]);
});

test("R-24: changes of several cases are given back, as it was before the first of them", async () => {
  const everything: CaseSettingsChange = { end: "living-account", approvals: [] };
  const product = await begin({ policy: { defaults: everything, fallbackContact: idOf("petra") } });
  const anna = product.leaver("anna");
  const { groupIds } = anna.person;
  product.terminate("anna");
  await product.told("anna");
  await product.runUntil("remove-group-memberships");
  await anna.cancel();
  product.terminate("anna", day(-2));
  await product.told("anna");
  await product.run();
  for (let hours = 0; hours < 12; hours += 4) await product.pass(4 * hour);
  expect([(await anna.record()).kind, anna.person.accountEnabled]).toEqual(["leaver", false]);

  await restore(product, anna.id);
  await product.run();
  await signIn(product, anna);
  await product.run();
  await product.pass(hour);

  expect(anna.person.accountEnabled).toBe(true);
  expect(anna.person.groupIds.toSorted()).toEqual(groupIds.toSorted());
  expect(product.tenant.state.mailboxes.find(anna.id)).toMatchObject({
    kind: "UserMailbox",
    cas: { OWAEnabled: true },
  });
  expect([await parked(anna), await open(anna)]).toEqual([[], [expect.stringMatching(/^follow-up-restore/)]]);
});

test("R-23: a group that was deleted meanwhile is not missed", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("remove-group-memberships");
  const [gone, ...others] = anna.person.groupIds;
  await product.run("remove-group-memberships");
  const left = anna.person.groupIds;
  const { groups } = product.tenant.state;
  groups.forget(gone ?? "");
  await restore(product, anna.id);
  await product.run();
  await product.pass(hour);

  expect(left).not.toContain(gone);
  expect(anna.person.groupIds.toSorted()).toEqual(others.toSorted());
  expect((await anna.step("remove-group-memberships")).state).toBe("done");
});

test("R-09: people who are given back do not count as people who leave", async () => {
  const product = await begin({ people: 10, policy: { breaker: { people: 2, share: 0 } } });
  for (const number of [1, 2, 3, 4]) {
    deleteUser(product.tenant.state, product.tenant.state.person(person(number)), "hand");
    await restore(product, idOf(person(number)));
  }
  product.terminate("anna");
  await product.told("anna");

  expect((await product.leaver("anna").record()).status).toBe("running");
});

test("R-61: what Active Directory masters is asked for there: the password first, then the account", async () => {
  const product = await begin();
  const { state } = product.tenant;
  const erik = product.leaver("erik");
  product.terminate("erik");
  await product.told("erik");
  await product.run();
  disableOnPremises(state, erik.person);
  await erik.resume();
  await product.run();
  const writes = product.writes().length;

  expect((await restore(product, erik.id)).outcome).toBe("opened");
  await product.run();
  expect(await parked(erik)).toEqual([expect.stringMatching(/^give-sign-in: .*set in Active Directory.*R-61/)]);
  await expect(signIn(product, erik)).rejects.toThrow(/Active Directory/);
  await product.pass(minute);
  erik.person.passwordChangedAt = Math.floor(Date.now() / 1_000) * 1_000;
  await erik.resume();
  await product.run();
  expect(await parked(erik)).toEqual([
    expect.stringMatching(/^enable-account: Enable the account.*Active Directory.*R-61/),
  ]);
  setAccountEnabled(state, erik.person, true, "sync");
  await erik.resume();
  await product.run();

  expect(await parked(erik)).toEqual([]);
  expect(
    product
      .writes()
      .slice(writes)
      .filter((call) => call === `PATCH /v1.0/users/${erik.id}`),
  ).toEqual([]);
});
