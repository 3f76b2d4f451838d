import type { Properties } from "../graph/shape.ts";
import { guidOf } from "../ids.ts";
import type { Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { bytesOf, childCountOf, rootIdOf, usedBytesOf } from "./items.ts";
import type { Item, Share, Site } from "./model.ts";

/** Something in a document library; no item is its root. */
export interface Place {
  readonly site: Site;
  readonly item: Item | undefined;
}

/** A drive as Graph shows it. */
export function driveProperties(state: TenantState, origin: string): Properties<Site> {
  return {
    id: ({ driveId }) => driveId,
    driveType: ({ ownerId }) => (ownerId === undefined ? "documentLibrary" : "business"),
    name: ({ ownerId }) => (ownerId === undefined ? "Documents" : "OneDrive"),
    webUrl: ({ path }) => `${origin}/${path}/Documents`,
    owner: (site) => {
      const owner = ownerOf(state, site);
      return owner === undefined ? { user: { displayName: site.title } } : { user: identityOf(owner) };
    },
    quota: (site) => {
      const used = usedBytesOf(site);
      return { deleted: 0, used, total: site.quotaBytes, remaining: site.quotaBytes - used, state: "normal" };
    },
  };
}

/** Undefined for a team site, and when the account is gone for good. */
function ownerOf({ people }: TenantState, { ownerId }: Site): Person | undefined {
  return ownerId === undefined ? undefined : (people.named(ownerId) ?? people.deleted(ownerId));
}

/** A file or folder as Graph shows it. */
export function itemProperties(origin: string): Properties<Place> {
  return {
    id: ({ site, item }) => item?.id ?? rootIdOf(site),
    name: ({ item }) => item?.name ?? "root",
    size: ({ site, item }) => (item === undefined ? usedBytesOf(site) : bytesOf(site, item)),
    webUrl: ({ site, item }) => `${origin}/${site.path}/Documents${item === undefined ? "" : `/${item.id}`}`,
    parentReference: ({ site, item }) => ({
      driveId: site.driveId,
      driveType: site.ownerId === undefined ? "documentLibrary" : "business",
      ...(item !== undefined && { id: item.parentId ?? rootIdOf(site) }),
    }),
    root: ({ item }) => (item === undefined ? {} : undefined),
    folder: ({ site, item }) => (isFolder(item) ? { childCount: childCountOf(site, item?.id) } : undefined),
    file: ({ item }) => (item?.kind === "file" ? { mimeType: "application/octet-stream" } : undefined),
    package: ({ item }) => (item?.kind === "notebook" ? { type: "oneNote" } : undefined),
    // A deleted item shows once more in a delta; here nothing is deleted between its pages.
    deleted: () => undefined,
    shared: ({ item }) =>
      item === undefined || item.shares.length === 0 ? undefined : { scope: scopeOf(item.shares) },
    sharepointIds: ({ site }) => ({
      siteId: site.id,
      siteUrl: `${origin}/${site.path}`,
      webId: guidOf(`web/${site.id}`),
      listId: guidOf(`list/${site.id}`),
    }),
  };
}

const isFolder = (item: Item | undefined): boolean => item === undefined || item.kind === "folder";

function scopeOf(shares: readonly Share[]): string {
  if (shares.some(({ kind }) => kind === "anonymous")) return "anonymous";
  return shares.some(({ kind }) => kind === "organization") ? "organization" : "users";
}

/** What lies on an item, its own and what it inherits, as Graph lists it. */
export function permissionsOf(state: TenantState, { site, item }: Place, origin: string): Record<string, unknown>[] {
  const person = ownerOf(state, site);
  const owner = person === undefined ? [] : [ownerPermission(person)];
  const own = (item?.shares ?? []).map((share) => permissionOf(state, share, origin));
  return [...owner, ...own, ...inherited(state, site, item, origin)];
}

function inherited(state: TenantState, site: Site, item: Item | undefined, origin: string): Record<string, unknown>[] {
  const parent = site.items.find(({ id }) => id === item?.parentId);
  if (parent === undefined) return [];
  const inheritedFrom = { driveId: site.driveId, id: parent.id };
  const own = parent.shares.map((share) => ({ ...permissionOf(state, share, origin), inheritedFrom }));
  return [...own, ...inherited(state, site, parent, origin)];
}

function ownerPermission(person: Person): Record<string, unknown> {
  return {
    id: Buffer.from(`owner/${person.id}`).toString("base64url"),
    roles: ["owner"],
    grantedToV2: grantee(person),
  };
}

function permissionOf(state: TenantState, { id, kind, role, with: names, expiresAt }: Share, origin: string) {
  const people = names.map((name) => (name.includes("@") ? outsider(name) : grantee(state.person(name))));
  const base = { id, roles: [role], ...(expiresAt && { expirationDateTime: expiresAt }) };
  if (kind === "direct") return { ...base, grantedToV2: people[0] };
  const scope = kind === "people" ? "users" : kind;
  const link = {
    type: role === "read" ? "view" : "edit",
    scope,
    webUrl: `${origin}/:x:/s/${id}`,
    preventsDownload: false,
  };
  return { ...base, hasPassword: false, link, grantedToIdentitiesV2: people };
}

const identityOf = ({ id, displayName }: Person) => ({ id, displayName });

const grantee = (person: Person) => ({
  user: identityOf(person),
  siteUser: { id: "10", displayName: person.displayName, loginName: loginOf(person) },
});

const outsider = (address: string) => ({
  user: { displayName: address },
  siteUser: {
    id: "11",
    displayName: address,
    loginName: `i:0#.f|membership|${address.replace("@", "_")}#ext#@kestrel.example`,
  },
});

/** The claim that SharePoint knows somebody by. */
export const loginOf = ({ userPrincipalName }: Person): string =>
  `i:0#.f|membership|${userPrincipalName.toLowerCase()}`;
