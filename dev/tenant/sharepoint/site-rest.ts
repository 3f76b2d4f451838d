import { type Answer, asObject, type RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { guidOf } from "../ids.ts";
import type { TenantState } from "../state.ts";
import { ensureUser, setAdministrator, userNumber } from "./changes.ts";
import { refuseSharePoint } from "./errors.ts";
import type { Site } from "./model.ts";
import { loginOf } from "./views.ts";

/** A site's own REST interface, as far as its users go (m365-operations 9.3 A). */
export function addSiteRest(routes: Routes, state: TenantState): void {
  const access = { resource: "sharepoint", anyOf: ["Sites.FullControl.All"] } as const;
  // The site at the root of the organisation, where nobody has anything here.
  routes.add("GET", "/_api/web", access, () => ({ status: 200, body: { Id: guidOf("site/root") } }));
  const web = "/:kind/:name/_api/web";
  routes.add("POST", `${web}/ensureuser`, access, (call) => meet(state, call));
  routes.add("POST", `${web}/:operation`, access, (call) => merge(state, call));
  routes.add("GET", `${web}/siteusers`, access, (call) => users(state, call));
}

function siteAt(state: TenantState, call: RoutedCall): Site {
  const site = state.sites.at(`${call.params.kind}/${call.params.name}`);
  if (site === undefined) return refuseSharePoint(404, "404 FILE NOT FOUND");
  if (site.archived || site.lock === "NoAccess") return refuseSharePoint(423, "Access to this site has been blocked.");
  return site;
}

function meet(state: TenantState, call: RoutedCall): Answer {
  const site = siteAt(state, call);
  const { logonName } = asObject(call.body);
  const name = /^i:0#\.f\|membership\|(.+)$/.exec(String(logonName))?.[1] ?? "";
  const person = state.people.named(name);
  // Whoever has no licence for SharePoint is unknown to it.
  if (person === undefined || !person.licences.some(({ skuPartNumber }) => !skuPartNumber.startsWith("EXCHANGE"))) {
    return refuseSharePoint(404, `The specified user ${String(logonName)} could not be found.`);
  }
  ensureUser(state, site, person);
  return { status: 200, body: showUser(state, site, person.id) };
}

/** `getuserbyid(7)` with `X-HTTP-Method: MERGE`. */
function merge(state: TenantState, call: RoutedCall): Answer {
  const site = siteAt(state, call);
  const number = /^getuserbyid\((\d+)\)$/i.exec(call.params.operation ?? "")?.[1];
  if (number === undefined || call.headers["x-http-method"] !== "MERGE") {
    return refuseSharePoint(
      404,
      "Cannot find resource for the request.",
      "-1, Microsoft.SharePoint.Client.ResourceNotFoundException",
    );
  }
  const personId = site.users.find((id) => userNumber(site, id) === Number(number));
  if (personId === undefined) return refuseSharePoint(404, "User cannot be found.");
  const { IsSiteAdmin } = asObject(call.body);
  if (typeof IsSiteAdmin !== "boolean") return refuseSharePoint(400, "The parameter is not valid.");
  setAdministrator(state, site, personId, IsSiteAdmin);
  return { status: 204 };
}

function users(state: TenantState, call: RoutedCall): Answer {
  const site = siteAt(state, call);
  const onlyAdministrators = call.query.get("$filter") === "IsSiteAdmin eq true";
  const names = call.query.get("$select")?.split(",");
  const administrators = state.sites.administrators.shown(site.id, site.administrators);
  const found = onlyAdministrators ? administrators : [...new Set([...site.users, ...administrators])];
  const value = found.map((id) => {
    const shown = Object.entries(showUser(state, site, id));
    return Object.fromEntries(shown.filter(([name]) => names === undefined || names.includes(name)));
  });
  return { status: 200, body: { value } };
}

function showUser(state: TenantState, site: Site, id: string): Record<string, unknown> {
  const person = state.people.named(id) ?? state.people.deleted(id);
  return {
    Id: userNumber(site, id),
    LoginName: person === undefined ? `i:0#.f|membership|${id}` : loginOf(person),
    Title: person?.displayName ?? "",
    Email: person?.mail ?? "",
    IsSiteAdmin: site.administrators.includes(id),
  };
}
