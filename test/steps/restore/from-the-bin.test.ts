import { describe, expect, test } from "vitest";
import { rename, setAccountEnabled } from "../../../dev/tenant/changes.ts";
import { deleteUser } from "../../../dev/tenant/deletion/changes.ts";
import { recycleSite, restoreSite } from "../../../dev/tenant/sharepoint/lifecycle.ts";
import { meetAccount } from "../../../shared/domain/account-events.ts";
import type { CaseSettingsChange } from "../../../shared/domain/case-settings.ts";
import { SourceName } from "../../../shared/domain/ids.ts";
import { aProduct } from "../../a-product.ts";
import type { Leaver } from "../../product/leaver.ts";
import { idOf, type Product } from "../../product/product.ts";
import { clock, now } from "../../product/virtual-time.ts";
import { open, parked, restore, signIn } from "./restored.ts";

const begin = aProduct();
const [hour, day] = [3_600_000, 86_400_000];
/** Virtual time goes on while the test runs. */
const lastMoment = 20_000;

const deletion: CaseSettingsChange = { end: "plain-deletion", deleteAfterDays: 0, approvals: [] };
const policy = { defaults: deletion, fallbackContact: idOf("petra") };

/** A leaver whose whole case ran, up to the deletion of the account. */
async function deleted(product: Product, who: string): Promise<Leaver> {
  const leaver = product.leaver(who);
  product.terminate(who);
  await product.told(who);
  await product.run();
  for (let hours = 0; hours < 12; hours += 4) await product.pass(4 * hour);
  expect(leaver.person.deletedAt, "is in the bin").toBeDefined();
  return leaver;
}

/** Somebody else deleted the account, and Leaver has never heard of the person. */
function deletedByHand({ tenant: { state } }: Product, who: string): void {
  deleteUser(state, state.person(who), "hand");
}

async function givenBack(product: Product, leaver: Leaver): Promise<void> {
  await product.run();
  await signIn(product, leaver);
  await product.run();
  for (let hours = 0; hours < 3; hours += 1) await product.pass(hour);
}

test("REQ-36, REQ-55, REQ-59, REQ-64, R-66, FACT-08: anna is back under her name and id, with licences, groups, mailbox, rights, and a OneDrive that stays", async () => {
  const product = await begin({ policy });
  const { userPrincipalName, groupIds, licences, id } = product.tenant.state.person("anna");
  const anna = await deleted(product, "anna");
  expect((await anna.record()).status).not.toBe("done");

  const result = await restore(product, id);

  expect(result).toMatchObject({ outcome: "opened", bin: { daysLeft: 29 } });
  await givenBack(product, anna);
  expect([await parked(anna), await open(anna)]).toEqual([[], [expect.stringMatching(/^follow-up-restore waiting/)]]);
  const { person } = anna;
  expect(person).toMatchObject({ userPrincipalName, accountEnabled: true, deletedAt: undefined });
  expect(person.groupIds.toSorted()).toEqual(groupIds.toSorted());
  expect(person.licences.map(({ skuId }) => skuId).toSorted()).toEqual(licences.map(({ skuId }) => skuId).toSorted());
  expect(product.tenant.effectCounts()[id]).toMatchObject({ "delete-user": 1, "restore-user": 1 });
  expect(await anna.faults()).toEqual([]);

  await product.pass(40 * day);
  const site = product.tenant.state.sites.oneDrive(anna.id);
  expect([site?.profile, site?.recycledAt, site?.orphanedAt]).toEqual(["live", undefined, undefined]);
});

test("R-68, REQ-67: an account that comes back enabled is blocked at once, and stays so until the operator's word", async () => {
  const product = await begin({ policy });
  deletedByHand(product, "ben");
  const ben = product.leaver("ben");

  expect((await restore(product, ben.id)).outcome).toBe("opened");
  await product.run();
  await product.pass(3 * day);

  expect(ben.person).toMatchObject({ deletedAt: undefined, accountEnabled: false });
  expect(ben.effects()).toEqual(["restore-user", "block-sign-in"]);
  expect(await parked(ben)).toEqual([expect.stringMatching(/^give-sign-in/)]);
  await signIn(product, ben);
  await product.run();
  expect(ben.effects()).toEqual([
    "restore-user",
    "block-sign-in",
    "make-access-pass",
    "reset-password",
    "allow-sign-in",
  ]);
  expect(ben.person.accountEnabled).toBe(true);
});

test("R-68: an account that somebody else had blocked before it was deleted is opened only with an approval", async () => {
  const product = await begin({ policy });
  setAccountEnabled(product.tenant.state, product.tenant.state.person("ben"), false, "hand");
  deletedByHand(product, "ben");
  const ben = product.leaver("ben");
  await restore(product, ben.id);
  await givenBack(product, ben);

  expect(ben.person.accountEnabled).toBe(false);
  expect(await parked(ben)).toEqual([expect.stringMatching(/^enable-account: .*blocked when it was deleted.*R-68/)]);
  await ben.approve("enable-account");
  await product.run();
  expect(ben.person.accountEnabled).toBe(true);
});

describe("the time that is left (FACT-10, REQ-65)", () => {
  test("the last moment before the end: restored", async () => {
    const product = await begin({ policy });
    deletedByHand(product, "ben");
    await clock.advance(30 * day - lastMoment);

    expect(await restore(product, idOf("ben"))).toMatchObject({ outcome: "opened", bin: { daysLeft: 0 } });
    await product.run();

    expect(product.leaver("ben").person.deletedAt).toBeUndefined();
    await product.pass(2 * day);
    expect(product.tenant.state.people.all().some(({ key }) => key === "ben")).toBe(true);
  });

  test("gone for good between the order and the call: a person is told, and nothing is made anew (R-66)", async () => {
    const product = await begin({ policy });
    deletedByHand(product, "ben");
    await clock.advance(30 * day - lastMoment);
    await restore(product, idOf("ben"));
    await clock.advance(lastMoment + 1_000);
    await product.run();

    expect(await product.leaver("ben").record()).toMatchObject({
      status: "parked",
      because: expect.stringMatching(/gone for good.*R-66/),
    });
  });

  test("gone for good before: refused, with the day", async () => {
    const product = await begin({ policy });
    const anna = await deleted(product, "anna");
    await product.pass(31 * day);

    expect(await restore(product, anna.id)).toMatchObject({
      outcome: "refused",
      because: expect.stringMatching(/gone for good since \d{4}-\d\d-\d\dT/),
    });
  });
});

test("R-61, REQ-61: a synced account is sent to where it is mastered, and nothing is called", async () => {
  const product = await begin({ policy });
  deletedByHand(product, "erik");
  const writes = product.writes().length;

  expect(await restore(product, idOf("erik"))).toMatchObject({
    outcome: "refused",
    because: expect.stringMatching(/Active Directory: restore it there.*R-61/),
  });
  expect(product.writes()).toHaveLength(writes);
});

describe("clashes (R-67, REQ-68, REQ-69)", () => {
  /** ben is in the bin, and somebody else has his sign-in name and one of his addresses by now. */
  async function taken(product: Product) {
    const { state } = product.tenant;
    const ben = state.person("ben");
    const [name, address] = [ben.userPrincipalName, `smtp:b.second@kestrel.example`];
    state.people.hide(ben);
    ben.proxyAddresses = [...ben.proxyAddresses, address];
    state.people.add(ben);
    deletedByHand(product, "ben");
    const clara = state.person("clara");
    rename(state, clara, name);
    state.people.hide(clara);
    clara.proxyAddresses = [...clara.proxyAddresses, address];
    state.people.add(clara);
    return { ben, clara, name, addresses: ben.proxyAddresses.length };
  }

  test("both are found before any call, and nothing is done until somebody chooses", async () => {
    const product = await begin({ policy });
    const { ben } = await taken(product);

    expect(await restore(product, ben.id)).toMatchObject({
      outcome: "conflict",
      because: expect.stringMatching(/rename-active or rename-restored.*REQ-68.*addresses drop.*REQ-69/),
      signInNameTakenBy: [idOf("clara")],
      addressesTaken: 1,
      addressesTakenBy: [idOf("clara")],
    });
    expect(product.writes()).toEqual([]);
    expect(await product.leaver("ben").fileIfAny()).toBeUndefined();
  });

  test("REQ-68, REQ-69: another name for the restored account, without the addresses that others have, which are counted", async () => {
    const product = await begin({ policy });
    const { ben, clara, addresses } = await taken(product);
    const wishes = {
      signInName: "rename-restored",
      newSignInName: "ben.second@kestrel.example",
      addresses: "drop",
    } as const;

    expect((await restore(product, ben.id, wishes)).outcome).toBe("opened");
    await givenBack(product, product.leaver("ben"));

    const leaver = product.leaver("ben");
    expect(leaver.person.userPrincipalName).toBe("ben.second@kestrel.example");
    expect(leaver.person.proxyAddresses).toHaveLength(addresses - 1);
    expect(clara.proxyAddresses).toContain("smtp:b.second@kestrel.example");
    expect((await leaver.step("restore-account")).evidence).toMatchObject({
      dropped: 1,
      risks: [{ rule: "R-67", what: expect.stringContaining("1 addresses did not come back") }],
    });
    // Personal, and not needed any more.
    expect(JSON.stringify(await leaver.file())).not.toContain("ben.second");
  });

  test("REQ-68: the active account is renamed where the policy lets Leaver do so, and the restored one has its name", async () => {
    const product = await begin({
      policy: { ...policy, defaults: { ...deletion, restoreConflicts: "rename-active" } },
    });
    const { ben, clara, name } = await taken(product);
    const wishes = {
      signInName: "rename-active",
      newSignInName: "clara.new@kestrel.example",
      addresses: "drop",
    } as const;

    expect((await restore(product, ben.id, wishes)).outcome).toBe("opened");
    await product.run();

    expect([clara.userPrincipalName, product.leaver("ben").person.userPrincipalName]).toEqual([
      "clara.new@kestrel.example",
      name,
    ]);
  });

  test("REQ-68: without the policy's word no active account is renamed, and no taken name is given", async () => {
    const product = await begin({ policy });
    const { ben } = await taken(product);
    const active = { signInName: "rename-active", newSignInName: "x.y@kestrel.example", addresses: "drop" } as const;
    const occupied = {
      ...active,
      signInName: "rename-restored",
      newSignInName: "anna.albrecht@kestrel.example",
    } as const;

    expect(await restore(product, ben.id, active)).toMatchObject({
      outcome: "conflict",
      because: expect.stringContaining("restoreConflicts"),
    });
    expect(await restore(product, ben.id, occupied)).toMatchObject({
      outcome: "conflict",
      because: expect.stringContaining("in use as well"),
    });
    expect(product.writes()).toEqual([]);
  });

  test("R-67: a clash that comes after the order parks the step, and the order that chooses goes on with the same case", async () => {
    const product = await begin({ policy });
    deletedByHand(product, "ben");
    const ben = product.leaver("ben");
    const opened = await restore(product, ben.id);
    rename(product.tenant.state, product.tenant.state.person("clara"), ben.person.userPrincipalName);
    await product.run();
    expect(await parked(ben)).toEqual([expect.stringMatching(/^restore-account: Somebody else has the sign-in name/)]);
    expect(ben.effects()).toEqual([]);

    const again = await restore(product, ben.id, {
      signInName: "rename-restored",
      newSignInName: "b.b@kestrel.example",
    });
    await product.run();

    expect([opened.outcome, again.outcome]).toEqual(["opened", "joined"]);
    expect("caseId" in again && "caseId" in opened && again.caseId === opened.caseId).toBe(true);
    expect(ben.person).toMatchObject({ deletedAt: undefined, userPrincipalName: "b.b@kestrel.example" });
  });
});

test("REQ-66, R-69: the same order again joins the restore there is, and restores nothing twice", async () => {
  const product = await begin({ policy });
  deletedByHand(product, "ben");
  const results = await Promise.all([restore(product, idOf("ben")), restore(product, idOf("ben"))]);
  await product.run();
  const third = await restore(product, idOf("ben"));

  expect(results.map(({ outcome }) => outcome).toSorted()).toEqual(["joined", "opened"]);
  expect(third.outcome).toBe("joined");
  expect(await product.caseIds()).toHaveLength(1);
  expect(product.tenant.effectCounts()[idOf("ben")]).toMatchObject({ "restore-user": 1 });
});

test("R-02, REQ-68: a former sign-in name finds the account in the bin, also where somebody else has the name by now", async () => {
  const product = await begin({ policy });
  const { userPrincipalName, employeeId } = product.tenant.state.person("ben");
  deletedByHand(product, "ben");
  rename(product.tenant.state, product.tenant.state.person("clara"), userPrincipalName);

  expect(await restore(product, userPrincipalName)).toMatchObject({ outcome: "conflict", leaverId: idOf("ben") });
  expect(await restore(product, employeeId ?? "")).toMatchObject({ outcome: "conflict", leaverId: idOf("ben") });
  expect(await restore(product, "nobody@kestrel.example")).toMatchObject({ outcome: "refused" });
});

test("R-70: a OneDrive that came back from the bin of sites gets a timer, and then a person decides", async () => {
  const product = await begin({ policy });
  const anna = await deleted(product, "anna");
  const { state } = product.tenant;
  const site = state.sites.oneDrive(anna.id);
  if (site === undefined) throw new Error("anna has no OneDrive");
  recycleSite(state, site);
  await restore(product, anna.id);
  await givenBack(product, anna);
  expect(await parked(anna)).toEqual([
    expect.stringMatching(/^share-drive: .*no OneDrive: bring it back/),
    expect.stringMatching(/^watch-restored-drive: .*bin of deleted sites.*R-70/),
  ]);

  restoreSite(state, site);
  await anna.resume();
  await product.run();
  const { evidence } = await anna.step("watch-restored-drive");
  expect(evidence).toMatchObject({ recycledSince: expect.any(String), decideAt: expect.any(String) });
  await product.pass(31 * day);

  expect(await parked(anna)).toContainEqual(
    expect.stringMatching(/^watch-restored-drive: .*nothing ends it by itself/),
  );
  await anna.resume();
  await product.run();
  expect([await parked(anna), await open(anna)]).toEqual([[], []]);
});

test("R-44, REQ-41: what the retention of a portal deletion gave to the custodian is taken back, and its clocks end", async () => {
  const product = await begin({ policy: { fallbackContact: idOf("petra") } });
  deletedByHand(product, "ben");
  const ben = product.leaver("ben");
  const event = { source: SourceName.parse("directory"), kind: "account.changed", leaverId: ben.id } as const;
  await meetAccount({ ...event, by: "delta", receivedAt: now() }, product.ports);
  await product.run();
  await product.pass(hour);
  const retention = await ben.record();
  expect([retention.kind, (await ben.step("share-left-drive")).state]).toEqual(["retention", "done"]);
  const site = product.tenant.state.sites.oneDrive(ben.id);
  expect(site?.administrators).toHaveLength(2);

  await restore(product, ben.id);
  await givenBack(product, ben);
  await product.pass(40 * day);

  expect(site?.administrators).toEqual([ben.id]);
  expect((await product.ports.ledger.load(retention.caseId))?.record.status).toBe("cancelled");
  expect(site?.recycledAt).toBeUndefined();
  expect(product.tenant.state.mails.filter(({ subject }) => /files/i.test(subject)).length).toBeLessThan(2);
});
