import { afterEach, beforeEach, expect, test } from "vitest";
import { guidOf } from "../../../dev/tenant/ids.ts";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { localTenant } from "./local-tenant.ts";

let local: Awaited<ReturnType<typeof localTenant>>;
beforeEach(async () => {
  local = await localTenant();
});
afterEach(async () => {
  expect(local.tenant.unhandled()).toEqual([]);
  await local.tenant.close();
});

const groupId = (key: string) => guidOf(`group/${key}`);
const person = (key: string) => local.tenant.state.person(key);

test("10.1: memberships come with what decides who may write them, over all pages, without roles", async () => {
  const { groups, idOf } = local;
  const found = new Map((await groups.membershipsOf(idOf("ben"))).map((group) => [group.id, group]));

  expect([...found.keys()].sort()).toEqual([...person("ben").groupIds].sort());
  expect(found.get(groupId("plant"))).toMatchObject({ synced: true });
  expect(found.get(groupId("dublin"))).toMatchObject({ dynamic: true });
  expect(found.get(groupId("kite"))).toMatchObject({ unified: true, mailEnabled: true });
  expect(found.get(groupId("secure"))).toMatchObject({ unified: false, mailEnabled: true });
  expect(person("ivan").roles).not.toEqual([]);
  const ofIvan = await groups.membershipsOf(idOf("ivan"));
  expect(ofIvan.map(({ id }) => id).sort()).toEqual([...person("ivan").groupIds].sort());
  const [licence] = (await groups.membershipsOf(idOf("leaver05"))).filter(({ licences }) => licences.length > 0);
  expect(licence?.dynamic).toBe(true);
});

test("10.1: owned groups without applications, and without lists, which Exchange knows", async () => {
  const { groups, distributionLists, idOf } = local;

  expect((await groups.ownedBy(idOf("clara"))).map(({ id }) => id)).toEqual([groupId("sales")]);
  expect(await distributionLists.managedBy(idOf("clara"))).toEqual([
    { id: groupId("news"), synced: false, managers: 1 },
  ]);
  expect(await distributionLists.managedBy(idOf("leaver01"))).toMatchObject([{ managers: 2 }]);
});

test("2.8: somebody whom Exchange does not know manages no list, rather than all of them", async () => {
  expect(await local.distributionLists.managedBy(local.idOf("george"))).toEqual([]);
  expect(await local.distributionLists.managedBy(local.idOf("guest"))).toEqual([]);
});

test("16: members and owners that are there, or gone, are no error; neither is a group that is gone", async () => {
  const { groups, distributionLists, idOf, tenant } = local;
  const gone = "7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f";

  for (let twice = 0; twice < 2; twice += 1) {
    expect(await groups.addMember(groupId("crm"), idOf("ben"))).toBe("written");
    await groups.addOwner(groupId("crm"), idOf("ben"));
    await distributionLists.addMember(groupId("news"), idOf("ben"));
    await distributionLists.addManager(groupId("news"), idOf("ben"));
  }
  expect((await groups.owners(groupId("crm"))).map(({ id }) => id)).toContain(idOf("ben"));
  for (let twice = 0; twice < 2; twice += 1) {
    expect(await groups.removeMember(groupId("crm"), idOf("ben"))).toBe("written");
    expect(await groups.removeOwner(groupId("crm"), idOf("ben"))).toBe("removed");
    await distributionLists.removeMember(groupId("news"), idOf("ben"));
    await distributionLists.removeManager(groupId("news"), idOf("ben"));
  }
  await groups.removeMember(gone, idOf("ben"));
  await groups.removeOwner(gone, idOf("ben"));
  await distributionLists.removeMember(gone, idOf("ben"));
  const count = (operation: string) => tenant.effects().filter((effect) => effect.operation === operation).length;
  expect(["join-group", "leave-group", "add-group-owner", "remove-group-owner"].map(count)).toEqual([2, 2, 2, 2]);
});

test("10.5: a last owner is told from other refusals", async () => {
  const { groups, idOf } = local;

  expect(await groups.removeOwner(groupId("kite"), idOf("ben"))).toBe("last-owner");
  await expect(groups.removeOwner(groupId("everyone"), idOf("freja"))).resolves.toBe("last-owner");
});

test("10.3: what Exchange alone writes is told, whatever Graph had shown", async () => {
  expect(await local.groups.removeMember(groupId("support"), local.idOf("ben"))).toBe("exchange-only");
  expect(await local.groups.addMember(groupId("support"), local.idOf("anna"))).toBe("exchange-only");
});

test("R-61: synced groups and lists are a task, in words that name nobody", async () => {
  const { groups, distributionLists, idOf } = local;

  for (const work of [
    groups.removeMember(groupId("plant"), idOf("ben")),
    distributionLists.removeMember(groupId("plant-news"), idOf("erik")),
  ]) {
    const error = await work.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NeedsPersonError);
    expect(String(error)).not.toMatch(/Plant|kestrel/);
  }
});

test("10.3: checkMemberGroups takes twenty ids at a time", async () => {
  const { groups, idOf, tenant } = local;
  const ids = [...Array.from({ length: 40 }, (_, index) => guidOf(`group/none/${index}`)), groupId("kite")];

  expect(await groups.amongMembers(idOf("ben"), ids)).toEqual([groupId("kite")]);
  expect(await groups.amongMembers(idOf("ben"), [])).toEqual([]);
  expect(tenant.requests().filter(({ path }) => path.endsWith("checkMemberGroups"))).toHaveLength(3);
});

test("4.3: direct reports, and another manager", async () => {
  const { reportingLines, idOf } = local;
  const reports = await reportingLines.directReports(idOf("oskar"));

  expect(reports).toHaveLength(6);
  expect(reports.filter(({ masteredOnPremises }) => masteredOnPremises).map(({ id }) => id)).toEqual([idOf("erik")]);
  await reportingLines.setManager(idOf("ben"), idOf("petra"));
  await reportingLines.setManager(idOf("ben"), idOf("petra"));
  expect(person("ben").managerId).toBe(idOf("petra"));
  await expect(reportingLines.setManager(idOf("erik"), idOf("petra"))).rejects.toThrow(/Active Directory/);
});

test("403: each refusal names the permission to grant", async () => {
  await local.tenant.close();
  local = await localTenant({ grantedPermissions: ["User.Read.All"] });
  const { groups, applications, licences, telephony, idOf } = local;

  await expect(groups.membershipsOf(idOf("ben"))).rejects.toThrow(/Directory\.Read\.All/);
  await expect(groups.removeMember(groupId("kite"), idOf("ben"))).rejects.toThrow(/GroupMember\.ReadWrite\.All/);
  await expect(groups.addOwner(groupId("kite"), idOf("maria"))).rejects.toThrow(/Group\.ReadWrite\.All/);
  await expect(applications.addOwner(guidOf("application/kiosk"), idOf("maria"))).rejects.toThrow(/Application\./);
  await expect(licences.removeDirect(idOf("ben"), ["x"])).rejects.toThrow(/LicenseAssignment\.ReadWrite\.All/);
  await expect(telephony.numbersOf(idOf("ben"))).rejects.toThrow(/TeamsTelephoneNumber\.Read\.All/);
});
