import { afterEach, beforeEach, expect, test } from "vitest";
import { guidOf } from "../../dev/tenant/ids.ts";
import { aTenant, clock, errorOf, type TestTenant } from "./a-tenant.ts";

let tenant: TestTenant;
beforeEach(async () => {
  tenant = await aTenant();
});
afterEach(() => tenant[Symbol.asyncDispose]());

const groupAt = (key: string) => `groups/${guidOf(`group/${key}`)}`;
const idOf = (key: string) => tenant.state.person(key).id;
const reference = (key: string) => ({ "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${idOf(key)}` });
const message = (text: string) => ({ error: expect.objectContaining({ message: expect.stringContaining(text) }) });

test("10.5: the last owner is refused, also falsely for a while after another one was added", async () => {
  const remove = () => tenant.graph("DELETE", `${groupAt("kite")}/owners/${idOf("ben")}/$ref`);
  expect(await remove()).toMatchObject({ status: 400, body: message("at least one owner") });
  tenant.faults.lag("ownerCheck", 30_000);
  expect((await tenant.graph("POST", `${groupAt("kite")}/owners/$ref`, reference("oskar"))).status).toBe(204);
  expect(await remove()).toMatchObject({ status: 400, body: message("at least one owner") });

  await clock.advance(31_000);

  expect((await remove()).status).toBe(204);
  expect((await remove()).status).toBe(404);
});

test("10.5: an owner in the bin is none", async () => {
  await tenant.graph("POST", `${groupAt("kite")}/owners/$ref`, reference("petra"));
  expect((await tenant.graph("DELETE", `users/${idOf("petra")}`)).status).toBe(204);

  expect((await tenant.graph("DELETE", `${groupAt("kite")}/owners/${idOf("ben")}/$ref`)).status).toBe(400);
  const { body } = await tenant.graph("GET", `${groupAt("kite")}/owners?$select=id`);
  expect(body).toMatchObject({ value: [{ id: idOf("ben") }] });
});

test.each([
  ["synced", "plant", 400, "on-premises mastered"],
  ["a list of Exchange", "support", 400, "mail-enabled security groups and or distribution list"],
  ["dynamic", "dublin", 400, "dynamic group"],
  ["in a restricted unit", "vault", 403, "Insufficient privileges"],
])("10.2: a group that is %s is refused by Graph", async (_, key, status, words) => {
  const who = key === "vault" ? "leaver04" : "ben";

  const answer = await tenant.graph("DELETE", `${groupAt(key)}/members/${idOf(who)}/$ref`);

  expect(answer).toMatchObject({ status, body: message(words) });
});

test("10.3: without /$ref there is no such endpoint, and nobody is deleted", async () => {
  const answer = await tenant.graph("DELETE", `${groupAt("kite")}/members/${idOf("ben")}`);

  expect(answer.status).toBe(400);
  expect(tenant.state.person("ben").deletedAt).toBeUndefined();
});

test("10.2: members of a role-assignable group take the permission for roles as well", async () => {
  await tenant[Symbol.asyncDispose]();
  tenant = await aTenant({ grantedPermissions: ["GroupMember.ReadWrite.All"] });

  const answer = await tenant.graph("POST", `${groupAt("helpdesk")}/members/$ref`, reference("ben"));

  expect(answer).toMatchObject({ status: 403, body: errorOf("Authorization_RequestDenied") });
});

test("members are found by group, generated people included, and follow memberships", async () => {
  const { groups } = tenant.state;
  const everyone = groups.find(guidOf("group/everyone"));
  expect(everyone && groups.members(everyone).size).toBeGreaterThan(20);
  await tenant.graph("POST", `${groupAt("crm")}/members/$ref`, reference("ben"));

  const { body } = await tenant.graph("GET", `${groupAt("crm")}/members?$select=id`);

  expect(body).toMatchObject({ value: expect.arrayContaining([expect.objectContaining({ id: idOf("ben") })]) });
});

test("10.4: Exchange writes lists, and keeps a manager", async () => {
  const list = guidOf("group/support");
  const managers = (change: object) =>
    tenant.exchange("Set-DistributionGroup", {
      Identity: list,
      ManagedBy: { "@odata.type": "#Exchange.GenericHashTable", ...change },
      BypassSecurityGroupManagerCheck: true,
    });

  expect((await managers({ remove: idOf("ben") })).status).toBe(400);
  expect((await managers({ add: idOf("oskar") })).status).toBe(200);
  expect((await managers({ remove: idOf("ben") })).status).toBe(200);
  const shown = await tenant.exchange("Get-DistributionGroup", { ManagedBy: idOf("oskar"), ResultSize: "Unlimited" });
  expect(shown.body).toMatchObject({
    value: expect.arrayContaining([expect.objectContaining({ ExternalDirectoryObjectId: list })]),
  });
});

test("the state survives a purge: neither owner nor member is left behind", async () => {
  const ben = idOf("ben");
  await tenant.graph("DELETE", `users/${ben}`);
  await tenant.graph("DELETE", `directory/deletedItems/${ben}`);

  expect(tenant.state.groups.ownedBy(ben)).toEqual([]);
  for (const group of tenant.state.groups.all()) expect(tenant.state.groups.members(group)).not.toContain(ben);
});
