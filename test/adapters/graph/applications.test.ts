import { afterEach, beforeEach, expect, test } from "vitest";
import { guidOf } from "../../../dev/tenant/ids.ts";
import { localTenant } from "./local-tenant.ts";

let local: Awaited<ReturnType<typeof localTenant>>;
beforeEach(async () => {
  local = await localTenant();
});
afterEach(async () => {
  expect(local.tenant.unhandled()).toEqual([]);
  await local.tenant.close();
});

const bot = guidOf("application/reporting-bot");

test("5.5, 16: consents go and come back; what is gone, or there, is no error", async () => {
  const { applications, idOf } = local;
  const before = await applications.consentsOf(idOf("anna"));
  expect(before).toHaveLength(2);

  for (const consent of [...before, ...before]) await applications.removeConsent(consent.id);
  expect(await applications.consentsOf(idOf("anna"))).toEqual([]);
  for (const consent of [...before, ...before]) await applications.giveConsent(idOf("anna"), consent);

  expect(await applications.consentsOf(idOf("anna"))).toEqual(expect.arrayContaining([...before]));
});

test("5.6, 16: own roles are told from those of groups, go, and come back", async () => {
  const { applications, idOf } = local;
  const roles = await applications.rolesOf(idOf("clara"));
  expect(roles.map(({ throughGroup }) => throughGroup)).toEqual([undefined, undefined, guidOf("group/crm")]);
  const own = roles.filter(({ throughGroup }) => throughGroup === undefined);

  for (const role of [...own, ...own]) await applications.removeRole(role);
  expect(await applications.rolesOf(idOf("clara"))).toHaveLength(1);
  for (const role of [...own, ...own]) await applications.giveRole(idOf("clara"), role);

  expect(await applications.rolesOf(idOf("clara"))).toHaveLength(3);
});

test("R-50: owners and secrets of a registration, without the secrets' values", async () => {
  const { applications, idOf } = local;

  expect(await applications.ownedBy(idOf("clara"))).toEqual([bot, guidOf("application/sales-sync")]);
  expect(await applications.owners(bot)).toEqual([{ id: idOf("clara"), enabled: true }]);
  expect((await applications.secretsOf(bot)).map(({ kind }) => kind)).toEqual(["password", "password", "certificate"]);
  for (let twice = 0; twice < 2; twice += 1) await applications.addOwner(bot, idOf("maria"));
  for (let twice = 0; twice < 2; twice += 1) await applications.removeOwner(bot, idOf("clara"));
  expect(await applications.owners(bot)).toEqual([{ id: idOf("maria"), enabled: true }]);
});

test("P10: a phone number leaves the adapter as a hash only, the same on every look", async () => {
  const { telephony, idOf } = local;
  const [number] = await telephony.numbersOf(idOf("anna"));

  expect(await telephony.numbersOf(idOf("anna"))).toEqual([number]);
  expect(JSON.stringify(number)).not.toMatch(/5550101|\+1/);
  expect(number).toMatchObject({
    type: "callingPlan",
    category: "primary",
    reference: expect.stringMatching(/^\w{64}$/),
  });
  // Nothing is ordered for numbers that are gone, or for none.
  await telephony.unassign(idOf("ben"), number === undefined ? [] : [number]);
  expect(await telephony.assign(idOf("ben"), [])).toEqual([]);
  expect(local.tenant.requests().filter(({ method, path }) => method === "POST" && /Number$/.test(path))).toEqual([]);
});
