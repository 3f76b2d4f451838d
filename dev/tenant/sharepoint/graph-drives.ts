import { entity, pageOf, project, selected } from "../graph/shape.ts";
import { personAt } from "../graph/users.ts";
import { refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { TenantState } from "../state.ts";
import { neverOpened, noSuchItem, requireOpen } from "./errors.ts";
import { childNamed, childrenOf, itemOf, rootIdOf } from "./items.ts";
import type { Item, Site } from "./model.ts";
import { driveProperties, itemProperties, type Place, permissionsOf } from "./views.ts";

const readers = {
  resource: "graph",
  anyOf: ["Files.Read.All", "Files.ReadWrite.All", "Sites.Read.All", "Sites.ReadWrite.All"],
} as const;
const largestPage = 200;

/** Reads of OneDrives and document libraries (m365-operations 9.1 to 9.4). */
export function addDriveReads(routes: Routes, state: TenantState): void {
  const drive = (call: RoutedCall, site: Site) => showDrive(state, call, site);
  routes.add("GET", "/v1.0/users/:id/drive", readers, (call) => drive(call, oneDriveAt(state, call)));
  routes.add("GET", "/v1.0/drives/:drive", readers, (call) => drive(call, driveAt(state, call)));

  routes.add("GET", "/v1.0/users/:id/drive/root", readers, (call) =>
    showItem(call, { site: oneDriveAt(state, call), item: undefined }),
  );
  routes.add("GET", "/v1.0/drives/:drive/root", readers, (call) =>
    showItem(call, { site: driveAt(state, call), item: undefined }),
  );
  routes.add("GET", "/v1.0/drives/:drive/root::/*", readers, (call) => showItem(call, itemByPath(state, call)));
  routes.add("GET", "/v1.0/drives/:drive/items/:item", readers, (call) => showItem(call, itemAt(state, call)));

  for (const place of ["root", "items/:item"]) {
    routes.add("GET", `/v1.0/drives/:drive/${place}/children`, readers, (call) => children(call, itemAt(state, call)));
    routes.add("GET", `/v1.0/drives/:drive/${place}/permissions`, readers, (call) => {
      const shown = permissionsOf(state, itemAt(state, call), call.origin);
      return pageOf(call, "drives('…')/items('…')/permissions", shown, (one) => one, largestPage);
    });
  }
  routes.add("GET", "/v1.0/drives/:drive/root/delta", readers, (call) => delta(call, driveAt(state, call)));
}

function oneDriveAt(state: TenantState, call: RoutedCall): Site {
  const site = state.sites.oneDrive(personAt(state, call).id);
  if (site === undefined || site.recycledAt !== undefined) return neverOpened();
  requireOpen(site);
  return site;
}

/** The library that a path names. */
export function driveAt(state: TenantState, call: RoutedCall): Site {
  const site = state.sites.withDrive(decodeURIComponent(call.params.drive ?? "")) ?? noSuchItem();
  requireOpen(site);
  return site;
}

/** The item that a path names, or the root. */
export function itemAt(state: TenantState, call: RoutedCall): Place {
  const site = driveAt(state, call);
  const id = call.params.item;
  if (id === undefined || id === "root" || id === rootIdOf(site)) return { site, item: undefined };
  return { site, item: itemOf(site, id) ?? noSuchItem() };
}

function itemByPath(state: TenantState, call: RoutedCall): Place {
  const site = driveAt(state, call);
  let item: Item | undefined;
  for (const name of (call.params["*"] ?? "").split("/")) {
    item = childNamed(site, item?.id, name) ?? noSuchItem();
  }
  return { site, item };
}

function showDrive(state: TenantState, call: RoutedCall, site: Site): Answer {
  const properties = driveProperties(state, call.origin);
  return entity(
    call,
    "drives/$entity",
    project(site, properties, "drive", selected(call.query) ?? Object.keys(properties)),
  );
}

/** `sharepointIds` comes only when it is asked for. */
const usual = Object.keys(itemProperties("")).filter((name) => name !== "sharepointIds");

function showItem(call: RoutedCall, place: Place): Answer {
  return entity(call, "driveItem/$entity", itemOfCall(call)(place));
}

function itemOfCall(call: RoutedCall): (place: Place) => Record<string, unknown> {
  const properties = itemProperties(call.origin);
  const names = selected(call.query) ?? usual;
  return (place) => project(place, properties, "driveItem", names);
}

function children(call: RoutedCall, { site, item }: Place): Answer {
  if (item !== undefined && item.kind !== "folder") return refuse(400, "invalidRequest", "The item is not a folder.");
  const places = childrenOf(site, item?.id).map((child): Place => ({ site, item: child }));
  return pageOf(call, "drives('…')/items('…')/children", places, itemOfCall(call), largestPage);
}

/** Everything, parents first, the root at the beginning. The last page says from where to go on another day. */
function delta(call: RoutedCall, site: Site): Answer {
  const below = (item: Item): readonly Item[] => [item, ...childrenOf(site, item.id).flatMap(below)];
  const items = childrenOf(site, undefined).flatMap(below);
  const places = [undefined, ...items].map((item): Place => ({ site, item }));
  const answer = pageOf(call, "Collection(driveItem)", places, itemOfCall(call), largestPage);
  const body = { ...(answer.body as Record<string, unknown>) };
  if (body["@odata.nextLink"] === undefined) {
    body["@odata.deltaLink"] = `${call.origin}${call.path}?token=${encodeURIComponent(String(Date.now()))}`;
  }
  return { ...answer, body };
}
