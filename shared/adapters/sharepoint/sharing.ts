import { z } from "zod";
import { type Instant, instant } from "../../domain/ids.ts";
import type { Share, Sharing } from "../../domain/ports/drives.ts";
import { together } from "../../domain/together.ts";
import type { GraphClient } from "../graph/client.ts";
import * as operations from "../graph/drive-operations.ts";
import { path } from "../graph/path.ts";

/** Listing costs little; what a read of one item's permissions costs is five times that (m365-operations 2.5). */
const mostItems = 5_000;
const mostShared = 100;
const atOnce = 4;

const Facet = z.object({}).nullish();
const ItemAnswer = z.object({ id: z.string().min(1), shared: Facet, deleted: Facet, root: Facet });

const Identity = z.object({
  user: z.object({ id: z.string().nullish() }).nullish(),
  siteUser: z.object({ loginName: z.string().nullish() }).nullish(),
});
const PermissionAnswer = z.object({
  id: z.string().min(1),
  roles: z.array(z.string()).nullish(),
  link: z.object({ scope: z.string().nullish() }).nullish(),
  grantedToV2: Identity.nullish(),
  grantedToIdentitiesV2: z.array(Identity).nullish(),
  inheritedFrom: z.object({ id: z.string().nullish() }).nullish(),
  expirationDateTime: z.iso.datetime({ offset: true }).nullish(),
});

/** Who else gets into a OneDrive: the root and the first shared items, each with its own permissions. */
export async function sharingOf(graph: GraphClient, driveId: string): Promise<Sharing> {
  const address = path`drives/${driveId}/root/delta?$select=id,shared,deleted,root&$top=200`;
  const { items, more } = await graph.first(mostItems, address, ItemAnswer, operations.readItems);
  const living = items.filter(({ deleted }) => deleted == null);
  const shared = living.filter((item) => item.shared != null || item.root != null);
  const shares: Share[] = [];
  const read = shared.slice(0, mostShared);
  for (let from = 0; from < read.length; from += atOnce) {
    const some = read.slice(from, from + atOnce).map((item) => sharesOf(graph, driveId, item.id));
    shares.push(...(await together(some)).flat());
  }
  return { shares, items: living.length, moreItems: more, unread: shared.length - read.length };
}

async function sharesOf(graph: GraphClient, driveId: string, itemId: string): Promise<readonly Share[]> {
  const permissions = path`drives/${driveId}/items/${itemId}/permissions`;
  const all = await graph.list(permissions, PermissionAnswer, operations.readShares);
  return all.flatMap((permission) => shareOf(itemId, permission) ?? []);
}

/** Undefined for what the owner has, and for what an item has from the folder that it lies in. */
function shareOf(itemId: string, permission: z.infer<typeof PermissionAnswer>): Share | undefined {
  const { id, roles, link, grantedToV2, grantedToIdentitiesV2, inheritedFrom, expirationDateTime } = permission;
  const identities = [...(grantedToIdentitiesV2 ?? []), ...(grantedToV2 ? [grantedToV2] : [])];
  if (inheritedFrom?.id != null || roles?.includes("owner")) return undefined;
  // A group of the site itself, which has nobody of its own.
  if (link == null && identities.every(({ user, siteUser }) => user == null && siteUser == null)) return undefined;
  const logins = identities.flatMap(({ siteUser }) => siteUser?.loginName ?? []);
  return {
    itemId,
    permissionId: id,
    scope: scopeOf(link?.scope ?? undefined, logins),
    external: logins.some((login) => /#ext#|spo(:|%3a)(guest|anon)/i.test(login)),
    expiresAt: expiryOf(expirationDateTime ?? undefined),
  };
}

function scopeOf(scope: string | undefined, logins: readonly string[]): Share["scope"] {
  if (scope === "anonymous") return "anyone";
  // "Everyone except external users" is a grant to a claim.
  const everybody = logins.some((login) => /spo-grid-all-users/i.test(login));
  return scope === "organization" || everybody ? "organization" : "people";
}

/** The year 1 stands for never. */
function expiryOf(text: string | undefined): Instant | undefined {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return at > 0 ? instant(at) : undefined;
}
