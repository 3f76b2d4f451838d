import { z } from "zod";
import type { Item, Site } from "../../../dev/tenant/sharepoint/model.ts";
import { handoverLibrary } from "../../../dev/tenant/sharepoint/seed.ts";
import type { EndpointCall, EndpointRequest, World } from "./endpoint-call.ts";

const library = `/v1.0/drives/${handoverLibrary.driveId}`;
const Made = z.object({ id: z.string() });
const deletedList = "GetByTitle('DO_NOT_DELETE_SPLIST_TENANTADMIN_AGGREGATED_SITECOLLECTIONS')";
const removal = "/sharepoint-admin/_api/Microsoft.Online.SharePoint.TenantAdministration.Tenant";

function siteOf({ tenant, id }: World, key: string): Site {
  const site = tenant.state.sites.oneDrive(id(key));
  if (site === undefined) throw new Error(`${key} has no OneDrive`);
  return site;
}

/** An item of anna's OneDrive. */
function itemOf(world: World, name: string): Item {
  const item = siteOf(world, "anna").items.find((one) => one.name === name);
  if (item === undefined) throw new Error(`Anna has no ${name}`);
  return item;
}

const annas = (world: World) => `/v1.0/drives/${siteOf(world, "anna").driveId}`;

function get(route: string, path: (world: World) => string, status?: number): EndpointCall {
  return { route: `GET ${route}`, request: (world) => ({ path: path(world) }), ...(status && { status }) };
}

function post(route: string, request: (world: World) => EndpointRequest, status: number): EndpointCall {
  return { route: `POST ${route}`, request, status };
}

const newFolder = (name: string) => ({ name, folder: {}, "@microsoft.graph.conflictBehavior": "fail" });
const folders = "/v1.0/drives/:drive/root/children";

function copy(name: string): EndpointCall {
  const copies = "/v1.0/drives/:drive/items/:item/copy";
  const request = (world: World) => ({
    path: `${annas(world)}/items/${itemOf(world, name).id}/copy?@microsoft.graph.conflictBehavior=fail`,
    body: {
      parentReference: { driveId: handoverLibrary.driveId, id: Made.parse(world.answerTo(`POST ${folders}`)).id },
    },
  });
  return post(copies, request, 202);
}

const aboutSite = (path: string, status = 200) =>
  post(
    `/sharepoint-admin/_api/${path}`,
    (world) => {
      const url = `${world.tenant.url}/${siteOf(world, "anna").path}`;
      return { path: `/sharepoint-admin/_api/${path}`, body: { url, siteUrl: url } };
    },
    status,
  );

const removalOf = (what: string, status = 200) =>
  aboutSite(`${removal.replace("/sharepoint-admin/_api/", "")}/${what}`, status);

/** OneDrive and SharePoint. */
export const sharePointCalls: readonly EndpointCall[] = [
  get("/v1.0/users/:id/drive", ({ id }) => `/v1.0/users/${id("anna")}/drive?$select=id,quota`),
  get("/v1.0/users/:id/drive", ({ id }) => `/v1.0/users/${id("leaver09")}/drive`, 404),
  get("/v1.0/users/:id/drive/root", ({ id }) => `/v1.0/users/${id("anna")}/drive/root?$select=sharepointIds`),
  get("/v1.0/drives/:drive", (world) => annas(world)),
  get("/v1.0/drives/:drive", () => "/v1.0/drives/b!none", 404),
  get("/v1.0/drives/:drive/root", (world) => `${annas(world)}/root`),
  get("/v1.0/drives/:drive/root/children", (world) => `${annas(world)}/root/children?$select=id,name,size,folder`),
  get("/v1.0/drives/:drive/root::/*", () => `${library}/root:/Leavers?$select=id,name,size,folder`),
  get("/v1.0/drives/:drive/root::/*", () => `${library}/root:/Leavers/Nobody`, 404),
  get("/v1.0/drives/:drive/items/:item", (world) => `${annas(world)}/items/${itemOf(world, "Videos").id}`),
  get(
    "/v1.0/drives/:drive/items/:item/children",
    (world) => `${annas(world)}/items/${itemOf(world, "Documents").id}/children?$top=2`,
  ),
  get("/v1.0/drives/:drive/root/permissions", (world) => `${annas(world)}/root/permissions`),
  ...["Offer.pdf", "Prices.xlsx", "Customers", "List.xlsx"].map((name) =>
    get(
      "/v1.0/drives/:drive/items/:item/permissions",
      (world) => `${annas(world)}/items/${itemOf(world, name).id}/permissions`,
    ),
  ),
  get("/v1.0/drives/:drive/root/delta", (world) => `${annas(world)}/root/delta?$select=id,shared,deleted,root&$top=5`),
  post(folders, () => ({ path: `${library}/root/children`, body: newFolder("Copies") }), 201),
  post(
    "/v1.0/drives/:drive/items/:item/children",
    (world) => ({
      path: `${library}/items/${Made.parse(world.answerTo(`POST ${folders}`)).id}/children`,
      body: newFolder("Inside"),
    }),
    201,
  ),
  copy("Todo.txt"),
  get(
    "/:kind/:name/_api/v2.0/monitor/:job",
    (world) => {
      const [job] = world.tenant.state.sites.jobs.keys();
      return `/${siteOf(world, "anna").path}/_api/v2.0/monitor/${job}`;
    },
    202,
  ),
  post(folders, () => ({ path: `${library}/root/children`, body: newFolder("Copies") }), 409),
  get("/v1.0/admin/sharepoint/settings", () => "/v1.0/admin/sharepoint/settings"),
  {
    route: "PATCH /v1.0/admin/sharepoint/settings",
    request: () => ({
      path: "/v1.0/admin/sharepoint/settings",
      body: { deletedUserPersonalSiteRetentionPeriodInDays: 365 },
    }),
  },
  post(
    "/:kind/:name/_api/web/ensureuser",
    (world) => ({
      path: `/${siteOf(world, "anna").path}/_api/web/ensureuser`,
      body: { logonName: "i:0#.f|membership|maria.keller@kestrel.example" },
    }),
    200,
  ),
  post(
    "/:kind/:name/_api/web/:operation",
    (world) => ({
      path: `/${siteOf(world, "anna").path}/_api/web/getuserbyid(8)`,
      body: { IsSiteAdmin: true },
      headers: { "x-http-method": "MERGE", "if-match": "*" },
    }),
    204,
  ),
  get(
    "/:kind/:name/_api/web/siteusers",
    (world) => `/${siteOf(world, "anna").path}/_api/web/siteusers?$filter=IsSiteAdmin%20eq%20true`,
  ),
  get("/:kind/:name/_api/web/siteusers", () => "/personal/nobody/_api/web/siteusers", 404),
  aboutSite("SPO.Tenant/GetSitePropertiesByUrl"),
  get(
    "/sharepoint-admin/_api/SPO.Tenant/:site",
    (world) => `/sharepoint-admin/_api/SPO.Tenant/sites('${siteOf(world, "anna").id}')?$select=Url,StorageUsage`,
  ),
  removalOf("RemoveSite"),
  get("/sharepoint-admin/_api/web/lists/:list/items", () => `/sharepoint-admin/_api/web/lists/${deletedList}/items`),
  aboutSite("SPO.Tenant/RestoreDeletedSite"),
  removalOf("RemoveDeletedSite", 400),
  removalOf("RemoveSite"),
  removalOf("RemoveDeletedSite"),
];
