import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deleteUser, restoreUser } from "../../dev/tenant/deletion/changes.ts";
import { setHold } from "../../dev/tenant/sharepoint/changes.ts";
import { removeProfileByHand } from "../../dev/tenant/sharepoint/lifecycle.ts";
import { clock, unrecorded } from "./a-tenant.ts";
import { aSharePointTenant, type SharePointTenant } from "./sharepoint-tenant.ts";

const dayMs = 86_400_000;
const pass = (days: number) => clock.advance(days * dayMs);
const deleted = "DO_NOT_DELETE_SPLIST_TENANTADMIN_AGGREGATED_SITECOLLECTIONS";

const mailsTo = (tenant: SharePointTenant, key: string) =>
  tenant.state.mails.filter(({ to }) => to.includes(tenant.state.person(key).mail ?? "")).map(({ subject }) => subject);
const effectsOn = (tenant: SharePointTenant, siteId: string) =>
  tenant.effects().flatMap(({ operation, objectId }) => (objectId === siteId ? [operation] : []));
const remove = (tenant: SharePointTenant, key: string) => deleteUser(tenant.state, tenant.state.person(key), "hand");

async function binOf(tenant: SharePointTenant): Promise<readonly { SiteId: string; DaysRemaining: number }[]> {
  const { body } = await tenant.sharepoint("GET", `sharepoint-admin/_api/web/lists/GetByTitle('${deleted}')/items`);
  return (body as { value: { SiteId: string; DaysRemaining: number }[] }).value;
}

test("REQ-34, REQ-37, REQ-43, REQ-45 to REQ-48, FACT-04: the manager gets access and two mails, then the site goes, to the bin for 93 days", async () => {
  await using tenant = await aSharePointTenant(unrecorded);
  const { id, driveId } = tenant.site("anna");
  remove(tenant, "anna");

  await pass(1);
  expect(tenant.site("anna").delegatedTo).toBe(tenant.state.person("maria").id);
  expect(mailsTo(tenant, "maria")).toHaveLength(1);
  await pass(21.9);
  expect(mailsTo(tenant, "maria")).toHaveLength(1);
  await pass(0.2);
  expect(mailsTo(tenant, "maria")[1]).toContain("scheduled for deletion in 7 days");
  expect((await tenant.graph("GET", `drives/${driveId}`)).status).toBe(200);
  await pass(7);
  expect((await tenant.graph("GET", `drives/${driveId}`)).status).toBe(404);
  expect(await binOf(tenant)).toMatchObject([{ SiteId: id, DaysRemaining: 93 }]);
  await pass(93.5);
  expect(await binOf(tenant)).toEqual([]);
  expect(effectsOn(tenant, id)).toEqual([
    "delegate-onedrive",
    "send-onedrive-mail",
    "send-onedrive-mail",
    "recycle-site",
    "purge-site",
  ]);
});

test("FACT-17: a new retention value holds for a deletion in progress", async () => {
  await using tenant = await aSharePointTenant(unrecorded);
  const { driveId } = tenant.site("anna");
  remove(tenant, "anna");
  await pass(1);
  const settings = { deletedUserPersonalSiteRetentionPeriodInDays: 60 };

  expect((await tenant.graph("PATCH", "admin/sharepoint/settings", settings)).body).toMatchObject(settings);
  await pass(40);

  expect((await tenant.graph("GET", `drives/${driveId}`)).status).toBe(200);
  const tooShort = { deletedUserPersonalSiteRetentionPeriodInDays: 7 };
  expect((await tenant.graph("PATCH", "admin/sharepoint/settings", tooShort)).status).toBe(400);
});

test("REQ-39, REQ-40, REQ-44: without a manager the secondary owner, without either or without delegation nobody", async () => {
  await using tenant = await aSharePointTenant(unrecorded);
  const petra = tenant.state.person("petra");
  tenant.state.person("anna").managerId = undefined;
  tenant.state.person("ben").managerId = undefined;
  remove(tenant, "ben");
  await pass(1);
  tenant.state.sites.settings = { ...tenant.state.sites.settings, secondaryOwnerId: petra.id };
  remove(tenant, "anna");
  await pass(1);
  tenant.state.sites.settings = { ...tenant.state.sites.settings, delegation: false };
  remove(tenant, "dario");
  await pass(1);

  expect(["ben", "anna", "dario"].map((key) => tenant.site(key).delegatedTo)).toEqual([undefined, petra.id, undefined]);
  expect(tenant.state.mails).toHaveLength(1);
});

test("REQ-50: a site on hold stays while the mails still go out, and goes when the hold is lifted", async () => {
  await using tenant = await aSharePointTenant(unrecorded);
  const site = tenant.site("anna");
  setHold(tenant.state, site, true);
  remove(tenant, "anna");
  await pass(45);
  expect([mailsTo(tenant, "maria").length, site.recycledAt]).toEqual([2, undefined]);
  setHold(tenant.state, site, false);
  await pass(1.1);
  expect(site.recycledAt).toBeDefined();
});

test("REQ-49: a profile that was removed by hand stops everything: no mail, no end, an orphan", async () => {
  await using tenant = await aSharePointTenant(unrecorded);
  const site = tenant.site("anna");
  removeProfileByHand(tenant.state, tenant.state.person("anna").id);
  remove(tenant, "anna");
  await pass(50);
  expect([tenant.state.mails, site.recycledAt, site.orphanedAt === undefined]).toEqual([[], undefined, false]);
});

test("REQ-36: a restored account has its OneDrive back, and no clock runs any more", async () => {
  await using tenant = await aSharePointTenant(unrecorded);
  const anna = tenant.state.person("anna");
  remove(tenant, "anna");
  await pass(20);
  restoreUser(tenant.state, anna);
  await pass(120);
  const { driveId } = tenant.site("anna");
  expect((await tenant.graph("GET", `drives/${driveId}`)).status).toBe(200);
  expect(tenant.site("anna").archived).toBe(false);
});

test("FACT-03: without a licence it is read-only on day 60 and archived on day 93; disabling starts nothing (REQ-51)", async () => {
  await using tenant = await aSharePointTenant(unrecorded);
  const [anna, ben] = ["anna", "ben"].map((key) => tenant.state.person(key));
  if (anna === undefined || ben === undefined) throw new Error("The company has changed");
  ben.accountEnabled = false;
  const licences = anna.licences;
  anna.licences = [];
  tenant.state.lifecycle.licencesRemoved(anna, licences);

  await pass(59.9);
  expect(tenant.site("anna").lock).toBe("Unlock");
  await pass(0.2);
  expect(tenant.site("anna").lock).toBe("ReadOnly");
  await pass(33);
  expect(tenant.site("anna").archived).toBe(true);
  expect([tenant.site("ben").lock, tenant.site("ben").archived]).toEqual(["Unlock", false]);
});

test("REQ-47: a site in the bin can be restored or purged by hand; what is not there, or on hold, cannot", async () => {
  await using tenant = await aSharePointTenant(unrecorded);
  const site = tenant.site("anna");
  const siteUrl = `${tenant.url}/${site.path}`;
  const admin = (path: string) => tenant.sharepoint("POST", `sharepoint-admin/_api/${path}`, { siteUrl });
  const type = "Microsoft.Online.SharePoint.TenantAdministration.Tenant";

  expect((await admin(`${type}/RemoveDeletedSite`)).status).toBe(400);
  expect(await admin(`${type}/RemoveSite`)).toMatchObject({ status: 200, body: { IsComplete: true } });
  expect((await admin("SPO.Tenant/RestoreDeletedSite")).status).toBe(200);
  setHold(tenant.state, site, true);
  expect((await admin(`${type}/RemoveSite`)).status).toBe(400);
  setHold(tenant.state, site, false);
  await admin(`${type}/RemoveSite`);
  expect((await admin(`${type}/RemoveDeletedSite`)).status).toBe(200);
  expect((await tenant.graph("GET", `users/${tenant.state.person("anna").id}/drive`)).status).toBe(404);
});

test("sites, copies and clocks outlive a restart", async () => {
  const folder = await mkdtemp(join(tmpdir(), "leaver-sites-"));
  const dataFile = join(folder, "tenant.json");
  const first = await aSharePointTenant({ ...unrecorded, dataFile });
  setHold(first.state, first.site("ben"), true);
  remove(first, "anna");
  await first.close();

  const second = await aSharePointTenant({ ...unrecorded, dataFile });
  await pass(40);

  expect([second.site("ben").hasHolds, second.site("anna").recycledAt === undefined]).toEqual([true, false]);
  await second.close();
  await rm(folder, { recursive: true });
});
