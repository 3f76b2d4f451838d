import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { guidOf } from "../../dev/tenant/ids.ts";
import { setLicences } from "../../dev/tenant/licences/changes.ts";
import { aTenant, clock, dayMs, type TestTenant } from "./a-tenant.ts";

const minute = 60_000;

function lifeOf({ state }: TestTenant, who: string): string {
  const mailbox = state.mailboxes.find(guidOf(`mailbox/${who}`));
  return mailbox === undefined ? "none" : state.exchange.of(mailbox).life.kind;
}

const hold = (tenant: TestTenant, who: string) =>
  tenant.exchange("Set-Mailbox", { Identity: tenant.state.person(who).id, LitigationHoldEnabled: true });
const remove = (tenant: TestTenant, who: string) => tenant.graph("DELETE", `users/${tenant.state.person(who).id}`);
const found = async (tenant: TestTenant, who: string, more = {}) =>
  (await tenant.exchange("Get-Mailbox", { Identity: tenant.state.person(who).id, ...more })).status;

test("REQ-53, R-28: without a licence a mailbox is gone at once, and for good after 30 days", async () => {
  await using tenant = await aTenant();
  setLicences(tenant.state, tenant.state.person("ben"), [], "hand");

  expect([lifeOf(tenant, "ben"), await found(tenant, "ben")]).toEqual(["disconnected", 404]);
  await clock.advance(31 * dayMs);
  expect(lifeOf(tenant, "ben")).toBe("purged");
  expect(tenant.effects().map(({ operation, by }) => [operation, by])).toContainEqual(["mailbox-purged", "service"]);
});

test("REQ-55: a licence within the 30 days brings the mailbox back with everything in it", async () => {
  await using tenant = await aTenant();
  const ben = tenant.state.person("ben");
  const licences = ben.licences;
  setLicences(tenant.state, ben, [], "hand");
  await clock.advance(20 * dayMs);
  setLicences(tenant.state, ben, licences, "hand");

  expect(await found(tenant, "ben")).toBe(200);
  await clock.advance(20 * dayMs);
  expect(lifeOf(tenant, "ben")).toBe("active");
});

test.each([
  ["hanna", "active", "is small"],
  ["ben", "disconnected", "is over 50 GB"],
  ["clara", "disconnected", "has an archive"],
  ["leaver05", "disconnected", "is held"],
])("R-29, FACT-18: %s's shared mailbox without licence is %s: it %s", async (who, life) => {
  await using tenant = await aTenant();
  const person = tenant.state.person(who);
  const mailbox = tenant.state.mailboxes.find(person.id);
  if (mailbox !== undefined) mailbox.kind = "SharedMailbox";

  setLicences(tenant.state, person, [], "hand");

  expect(lifeOf(tenant, who)).toBe(life);
});

test("R-25, R-27, REQ-19: held for 240 minutes, licensed, then deleted: inactive, found by who asks for it, and stays", async () => {
  await using tenant = await aTenant();
  await hold(tenant, "anna");
  await clock.advance(240 * minute);
  await remove(tenant, "anna");

  expect(lifeOf(tenant, "anna")).toBe("inactive");
  expect(await found(tenant, "anna")).toBe(404);
  const asked = await tenant.exchange("Get-Mailbox", {
    Identity: tenant.state.person("anna").id,
    InactiveMailboxOnly: true,
  });
  expect(asked.body).toMatchObject({ value: [{ IsInactiveMailbox: true, WhenSoftDeleted: expect.any(String) }] });
  expect(await found(tenant, "anna", { IncludeInactiveMailbox: true })).toBe(200);
  await clock.advance(90 * dayMs);
  expect(lifeOf(tenant, "anna")).toBe("inactive");
});

test("R-25: deleted before the hold was in force, the mailbox goes after 30 days", async () => {
  await using tenant = await aTenant();
  await hold(tenant, "anna");
  await clock.advance(200 * minute);
  await remove(tenant, "anna");

  expect(lifeOf(tenant, "anna")).toBe("soft-deleted");
  expect(await found(tenant, "anna", { SoftDeletedMailbox: true })).toBe(200);
  await clock.advance(31 * dayMs);
  expect(lifeOf(tenant, "anna")).toBe("purged");
});

test("R-27, R-65: the licence first, then the account: held or not, nothing is kept", async () => {
  await using tenant = await aTenant();
  setLicences(tenant.state, tenant.state.person("leaver05"), [], "hand");
  await remove(tenant, "leaver05");

  expect(lifeOf(tenant, "leaver05")).toBe("soft-deleted");
  await clock.advance(31 * dayMs);
  expect(lifeOf(tenant, "leaver05")).toBe("purged");
});

test.each(["dario", "leaver01", "leaver03", "leaver04"])(
  "R-27: what holds %s makes the mailbox inactive",
  async (who) => {
    await using tenant = await aTenant();
    await remove(tenant, who);
    expect(lifeOf(tenant, who)).toBe("inactive");
  },
);

test.each(["leaver02", "ben"])("nothing holds %s: soft-deleted", async (who) => {
  await using tenant = await aTenant();
  await remove(tenant, who);
  expect(lifeOf(tenant, who)).toBe("soft-deleted");
});

test("REQ-64: a restored account has its mailbox again, and loses it no more", async () => {
  await using tenant = await aTenant();
  await remove(tenant, "ben");
  await tenant.graph("POST", `directory/deletedItems/${tenant.state.person("ben").id}/restore`, {});

  expect(await found(tenant, "ben")).toBe(200);
  await clock.advance(40 * dayMs);
  expect(lifeOf(tenant, "ben")).toBe("active");
});

test("R-65: a mailbox that was licensed to the end stays 30 days after its account was purged by hand", async () => {
  await using tenant = await aTenant();
  const { id } = tenant.state.person("ben");
  await remove(tenant, "ben");
  await clock.advance(10 * dayMs);
  await tenant.graph("DELETE", `directory/deletedItems/${id}`);

  await clock.advance(25 * dayMs);
  expect(lifeOf(tenant, "ben")).toBe("soft-deleted");
  await clock.advance(6 * dayMs);
  expect(lifeOf(tenant, "ben")).toBe("purged");
});

test("holds, rules and what became of a mailbox outlive a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "leaver-mailboxes-"));
  onTestFinished(async () => await rm(folder, { recursive: true }));
  const dataFile = join(folder, "tenant.json");
  {
    await using tenant = await aTenant({ dataFile });
    await hold(tenant, "anna");
    await remove(tenant, "ben");
    await tenant.graph("POST", "security/cases/ediscoveryCases", { displayName: "Leaver case-1" });
  }
  await using tenant = await aTenant({ dataFile });

  expect((await tenant.exchange("Get-Mailbox", { Identity: tenant.state.person("anna").id })).body).toMatchObject({
    value: [{ LitigationHoldEnabled: true }],
  });
  expect(lifeOf(tenant, "ben")).toBe("soft-deleted");
  await clock.advance(31 * dayMs);
  expect(lifeOf(tenant, "ben")).toBe("purged");
  expect(tenant.state.evidence.all()).toMatchObject([{ displayName: "Leaver case-1" }]);
});
