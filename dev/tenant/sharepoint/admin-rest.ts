import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { TenantState } from "../state.ts";
import { refuseSharePoint } from "./errors.ts";
import { usedBytesOf } from "./items.ts";
import { daysLeft, purgeSite, recycleSite, restoreSite } from "./lifecycle.ts";
import type { Site } from "./model.ts";
import { loginOf } from "./views.ts";

const deletedSites = "DO_NOT_DELETE_SPLIST_TENANTADMIN_AGGREGATED_SITECOLLECTIONS";
const tenantType = "Microsoft.Online.SharePoint.TenantAdministration.Tenant";

/** Under the one local address, what is a host of its own elsewhere: `https://{tenant}-admin.sharepoint.com`. */
export const adminPath = "/sharepoint-admin";

/** The administration of SharePoint: sites, and the bin of deleted ones (m365-operations 9.5 and 9.7). REST only. */
export function addAdminRest(routes: Routes, state: TenantState): void {
  const access = { resource: "sharepoint", anyOf: ["Sites.FullControl.All"] } as const;
  const api = `${adminPath}/_api`;
  routes.add("POST", `${api}/SPO.Tenant/GetSitePropertiesByUrl`, access, (call) => {
    const path = pathIn(call, asObject(call.body).url);
    return { status: 200, body: showSite(state, call, state.sites.at(path) ?? noSite()) };
  });
  routes.add("GET", `${api}/SPO.Tenant/:site`, access, (call) => {
    const [, id = ""] = /^sites\('([0-9a-f-]{36})'\)$/i.exec(call.params.site ?? "") ?? [];
    return { status: 200, body: chosen(call, showSite(state, call, state.sites.withId(id) ?? noSite())) };
  });
  routes.add("POST", `${api}/SPO.Tenant/RestoreDeletedSite`, access, (call) => {
    const site = state.sites.recycledOrLivingAt(pathIn(call, asObject(call.body).siteUrl));
    if (site?.recycledAt === undefined) return unknownSite();
    restoreSite(state, site);
    return operation;
  });
  routes.add("POST", `${api}/${tenantType}/RemoveSite`, access, (call) => {
    const site = state.sites.at(pathIn(call, asObject(call.body).siteUrl)) ?? noSite();
    if (site.hasHolds) return refuseSharePoint(400, "This site has a compliance policy set to block deletion.");
    recycleSite(state, site);
    return operation;
  });
  routes.add("POST", `${api}/${tenantType}/RemoveDeletedSite`, access, (call) => {
    const site = state.sites.recycledOrLivingAt(pathIn(call, asObject(call.body).siteUrl));
    if (site?.recycledAt === undefined) return unknownSite();
    if (site.hasHolds) return refuseSharePoint(400, "This site has a compliance policy set to block deletion.");
    purgeSite(state, site);
    return operation;
  });
  routes.add("GET", `${api}/web/lists/:list/items`, access, (call) => listDeleted(state, call));
}

const operation: Answer = { status: 200, body: { IsComplete: true, PollingInterval: 15_000 } };

function noSite(): never {
  const code = "-1, Microsoft.Online.SharePoint.Common.SpoNoSiteException";
  return refuseSharePoint(404, "Cannot get the site.", code);
}

function unknownSite(): never {
  return refuseSharePoint(400, "Unknown Error", "-1, Microsoft.SharePoint.Client.UnknownError");
}

function pathIn({ origin }: RoutedCall, url: unknown): string {
  return typeof url === "string" && url.startsWith(`${origin}/`) ? url.slice(origin.length + 1) : "";
}

function showSite(state: TenantState, { origin }: RoutedCall, site: Site): Record<string, unknown> {
  const owner = site.ownerId === undefined ? undefined : state.people.named(site.ownerId);
  return {
    SiteId: site.id,
    Url: `${origin}/${site.path}`,
    Title: site.title,
    Status: site.archived ? "Archived" : "Active",
    LockState: site.lock,
    LockIssue: site.lock === "Unlock" ? null : "The site is locked.",
    ArchiveStatus: site.archived ? "FullyArchived" : "NotArchived",
    HasHolds: site.hasHolds,
    OwnerLoginName: owner === undefined ? "" : loginOf(owner),
    StorageUsage: Math.round(usedBytesOf(site) / 1_048_576),
    SharingCapability: 2,
  };
}

/** The one place that shows deleted OneDrives (REQ-48). */
function listDeleted(state: TenantState, call: RoutedCall): Answer {
  if (call.params.list !== `GetByTitle('${deletedSites}')`) return refuseSharePoint(404, "List does not exist.");
  const [, name = "", wanted] = /^(SiteId|SiteUrl) eq '([^']*)'$/.exec(call.query.get("$filter") ?? "") ?? [];
  const value = state.sites
    .recycled()
    .map((site): Record<string, unknown> => {
      const SiteUrl = `${call.origin}/${site.path}`;
      const TimeDeleted = new Date(site.recycledAt ?? 0).toISOString();
      return { SiteId: site.id, SiteUrl, TimeDeleted, DaysRemaining: daysLeft(site) };
    })
    .filter((site) => wanted === undefined || String(site[name]).toLowerCase() === wanted.toLowerCase())
    .map((site) => chosen(call, site));
  return { status: 200, body: { value } };
}

function chosen({ query }: RoutedCall, shown: Record<string, unknown>): Record<string, unknown> {
  const names = query.get("$select")?.split(",");
  return names === undefined
    ? shown
    : Object.fromEntries(Object.entries(shown).filter(([name]) => names.includes(name)));
}
