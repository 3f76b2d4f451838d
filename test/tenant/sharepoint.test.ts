import { expect, test } from "vitest";
import { setAdministrator, setHold, setLock } from "../../dev/tenant/sharepoint/changes.ts";
import { handoverLibrary } from "../../dev/tenant/sharepoint/seed.ts";
import { clock, errorOf, request, unrecorded } from "./a-tenant.ts";
import { aSharePointTenant } from "./sharepoint-tenant.ts";

const spError = (value: string) => ({
  "odata.error": expect.objectContaining({ message: { lang: "en-US", value: expect.stringContaining(value) } }),
});

test("a OneDrive is found by its owner, by its id, and as a site; it is laid out when it is first asked for", async () => {
  await using tenant = await aSharePointTenant({ people: 50 });
  const { id } = tenant.state.person("extra0007");

  const { body } = await tenant.graph("GET", `users/${id}/drive?$select=id,driveType,quota,owner`);
  const { id: driveId } = body as { id: string };
  const root = await tenant.graph("GET", `users/${id}/drive/root?$select=sharepointIds,webUrl`);

  expect(body).toMatchObject({ driveType: "business", quota: { used: expect.any(Number) }, owner: { user: { id } } });
  expect((await tenant.graph("GET", `drives/${driveId}`)).body).toMatchObject({ id: driveId });
  expect(root.body).toMatchObject({ sharepointIds: { siteUrl: expect.stringMatching(/\/personal\//) } });
  expect(tenant.state.sites.content().sites).toHaveLength(2);
  expect(tenant.unhandled()).toEqual([]);
});

test("whoever never opened a OneDrive, and whoever is gone, are told apart", async () => {
  await using tenant = await aSharePointTenant();

  const never = await tenant.graph("GET", `users/${tenant.state.person("leaver09").id}/drive`);
  const nobody = await tenant.graph("GET", "users/7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f/drive");

  expect(never).toMatchObject({ status: 404, body: errorOf("itemNotFound") });
  expect(nobody).toMatchObject({ status: 404, body: errorOf("Request_ResourceNotFound") });
});

test("files are listed page by page, also those that nobody laid out one by one", async () => {
  await using tenant = await aSharePointTenant();
  const { driveId, items } = tenant.site("clara");
  const folder = items.find(({ bulk }) => bulk !== undefined);

  const first = await tenant.graph(
    "GET",
    `drives/${driveId}/items/${folder?.id}/children?$select=id,name,size&$top=200`,
  );
  const { value, "@odata.nextLink": next = "" } = first.body as { value: { id: string }[]; "@odata.nextLink"?: string };
  const { pathname, search } = new URL(next);
  const second = await tenant.graph("GET", `${pathname.replace("/v1.0/", "")}${search}`);

  expect(value).toHaveLength(200);
  expect((second.body as { value: { id: string }[] }).value[0]?.id).not.toBe(value[0]?.id);
  expect((await tenant.graph("GET", `drives/${driveId}/items/${value[7]?.id}`)).body).toMatchObject({ size: 100_000 });
});

test("a delta names everything once, with who shares what, and ends with a link for another day", async () => {
  await using tenant = await aSharePointTenant();
  const { driveId, items } = tenant.site("anna");

  const { body } = await tenant.graph("GET", `drives/${driveId}/root/delta?$select=id,shared,root&$top=200`);

  const { value } = body as { value: { id: string; shared?: { scope: string } }[] };
  expect(value).toHaveLength(items.length + 1);
  expect(value.flatMap(({ shared }) => shared?.scope ?? []).toSorted()).toEqual([
    "anonymous",
    "organization",
    "users",
    "users",
  ]);
  expect(body).toHaveProperty("@odata.deltaLink");
});

test("permissions tell links from direct shares, outsiders from colleagues, own from inherited", async () => {
  await using tenant = await aSharePointTenant();
  const { driveId, items } = tenant.site("anna");
  const of = async (name: string) => {
    const item = items.find((one) => one.name === name);
    const { body } = await tenant.graph("GET", `drives/${driveId}/items/${item?.id}/permissions`);
    return (body as { value: unknown[] }).value;
  };

  expect(await of("Offer.pdf")).toMatchObject([{ roles: ["owner"] }, { link: { scope: "anonymous", type: "view" } }]);
  expect(await of("Prices.xlsx")).toMatchObject([
    {},
    {
      link: { scope: "users" },
      grantedToIdentitiesV2: [
        { siteUser: { loginName: expect.stringContaining("#ext#") } },
        { user: { id: expect.any(String) } },
      ],
    },
  ]);
  expect(await of("List.xlsx")).toMatchObject([{}, { link: { scope: "organization" } }, { inheritedFrom: {} }]);
});

test("SharePoint refuses a token that a secret gave, and takes one that a certificate gave", async () => {
  await using tenant = await aSharePointTenant();
  const { path } = tenant.site("anna");
  const users = `${path}/_api/web/siteusers?$filter=IsSiteAdmin%20eq%20true&$select=LoginName`;

  const { token } = await (await import("./a-tenant.ts"))
    .credentialFor(tenant)
    .getToken("https://kestrel-my.sharepoint.com/.default");
  const refused = await request(`${tenant.url}/${users}`, { headers: { authorization: `Bearer ${token}` } });

  expect(refused).toMatchObject({ status: 401, body: { error_description: "Unsupported app only token." } });
  expect(await tenant.sharepoint("GET", users)).toMatchObject({
    status: 200,
    body: { value: [{ LoginName: "i:0#.f|membership|anna.albrecht@kestrel.example" }] },
  });
});

test("an administrator is made in two calls, shows in the list, and goes again; twice the same is one effect", async () => {
  await using tenant = await aSharePointTenant();
  const { path } = tenant.site("anna");
  const web = `${path}/_api/web`;
  const logonName = "i:0#.f|membership|maria.keller@kestrel.example";
  const merge = { "x-http-method": "MERGE", "if-match": "*" };

  const { body } = await tenant.sharepoint("POST", `${web}/ensureuser`, { logonName });
  const { Id, IsSiteAdmin } = body as { Id: number; IsSiteAdmin: boolean };
  for (const wanted of [true, true, false]) {
    const reply = await tenant.sharepoint("POST", `${web}/getuserbyid(${Id})`, { IsSiteAdmin: wanted }, merge);
    expect(reply.status).toBe(204);
  }

  expect(IsSiteAdmin).toBe(false);
  expect(tenant.effects().map(({ operation }) => operation)).toEqual([
    "add-site-administrator",
    "remove-site-administrator",
  ]);
});

test("whoever has no licence is unknown to SharePoint, and so are sites and users that are not there", async () => {
  await using tenant = await aSharePointTenant();
  const { path } = tenant.site("anna");
  tenant.state.person("ben").licences = [];
  const logonName = "i:0#.f|membership|ben.okafor@kestrel.example";
  const merge = { "x-http-method": "MERGE" };

  const unknown = await tenant.sharepoint("POST", `${path}/_api/web/ensureuser`, { logonName });
  const user = await tenant.sharepoint("POST", `${path}/_api/web/getuserbyid(99)`, { IsSiteAdmin: true }, merge);
  const site = await tenant.sharepoint("GET", "personal/nobody/_api/web/siteusers");

  expect(unknown.body).toEqual(spError("could not be found"));
  expect([user.status, site.status]).toEqual([404, 404]);
});

test("the administration shows lock, archive and hold of a site", async () => {
  await using tenant = await aSharePointTenant();
  const site = tenant.site("leaver06");
  const ask = (url: string) =>
    tenant.sharepoint("POST", "sharepoint-admin/_api/SPO.Tenant/GetSitePropertiesByUrl", { url, includeDetail: true });
  setLock(tenant.state, site, "ReadOnly");

  expect(await ask(`${tenant.url}/${site.path}`)).toMatchObject({
    status: 200,
    body: { SiteId: site.id, LockState: "ReadOnly", ArchiveStatus: "NotArchived", HasHolds: true },
  });
  expect((await ask(`${tenant.url}/personal/nobody`)).body).toEqual({
    "odata.error": expect.objectContaining({ code: expect.stringContaining("SpoNoSiteException") }),
  });
});

test("a locked or archived OneDrive opens for nobody", async () => {
  await using tenant = await aSharePointTenant(unrecorded);
  const site = tenant.site("anna");
  setLock(tenant.state, site, "NoAccess");
  expect((await tenant.graph("GET", `drives/${site.driveId}`)).status).toBe(423);
  setLock(tenant.state, site, "Unlock");
  site.archived = true;
  expect((await tenant.graph("GET", `users/${tenant.state.person("anna").id}/drive`)).status).toBe(423);
});

test("a copy takes its time, tells how far it is to whoever knows the address, and arrives without shares", async () => {
  await using tenant = await aSharePointTenant();
  const { driveId, items } = tenant.site("anna");
  const videos = items.find(({ name }) => name === "Videos");
  const { body } = await tenant.graph("POST", `drives/${handoverLibrary.driveId}/root/children`, {
    name: "Copies",
    folder: {},
    "@microsoft.graph.conflictBehavior": "fail",
  });
  const { id } = body as { id: string };
  const copy = () =>
    tenant.graph("POST", `drives/${driveId}/items/${videos?.id}/copy?@microsoft.graph.conflictBehavior=fail`, {
      parentReference: { driveId: handoverLibrary.driveId, id },
    });

  const started = await copy();
  const location = started.headers.get("location") ?? "";
  await clock.advance(40_000);
  const half = await request(location);
  await clock.advance(60_000);
  const done = await request(location);
  const again = await request((await copy()).headers.get("location") ?? "");

  expect(started.status).toBe(202);
  expect(half).toMatchObject({ status: 202, body: { status: "inProgress", percentageComplete: expect.any(Number) } });
  expect(done).toMatchObject({ status: 200, body: { status: "completed", resourceId: expect.any(String) } });
  expect(again.body).toMatchObject({ status: "failed", error: { code: "nameAlreadyExists" } });
  const path = "root:/Copies/Videos/Launch.mp4?$select=id,size";
  expect((await tenant.graph("GET", `drives/${handoverLibrary.driveId}/${path}`)).body).toMatchObject({ size: 4e9 });
});

test("a folder of a name that is taken, a permission that is missing, a copy that does not exist: refused", async () => {
  await using tenant = await aSharePointTenant({ ...unrecorded, grantedPermissions: ["Files.Read.All"] });
  const body = { name: "Leavers", folder: {} };
  expect((await tenant.graph("POST", `drives/${handoverLibrary.driveId}/root/children`, body)).status).toBe(403);
  tenant.application.graphPermissions = ["Files.ReadWrite.All"];
  await clock.advance(3_601_000);

  const taken = await tenant.graph("POST", `drives/${handoverLibrary.driveId}/root/children`, body);

  expect(taken).toMatchObject({ status: 409, body: errorOf("nameAlreadyExists") });
  expect((await request(`${tenant.url}/personal/x/_api/v2.0/monitor/none`)).status).toBe(404);
});

test("administrators can be told to lag", async () => {
  await using tenant = await aSharePointTenant();
  const site = tenant.site("anna");
  tenant.faults.lag("siteAdministrators", 60_000);
  setAdministrator(tenant.state, site, tenant.state.person("maria").id, true);
  const count = async () => {
    const { body } = await tenant.sharepoint("GET", `${site.path}/_api/web/siteusers?$filter=IsSiteAdmin%20eq%20true`);
    return (body as { value: unknown[] }).value.length;
  };

  expect(await count()).toBe(1);
  await clock.advance(61_000);
  expect(await count()).toBe(2);
  setHold(tenant.state, site, true);
});

test("SharePoint's own interface and Graph's files count against one limit, and say when to come back", async () => {
  await using tenant = await aSharePointTenant(unrecorded);
  const { path, driveId } = tenant.site("anna");
  tenant.throttle.on({ sharepoint: { limit: 2, windowMs: 60_000 } });

  const first = await tenant.sharepoint("GET", `${path}/_api/web/siteusers`);
  const second = await tenant.graph("GET", `drives/${driveId}/root`);
  const third = await tenant.sharepoint("GET", `${path}/_api/web/siteusers`);

  expect([first.status, second.status, third.status]).toEqual([200, 200, 429]);
  expect(third.headers.get("retry-after")).toMatch(/^\d+$/);
});
