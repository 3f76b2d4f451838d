import { z } from "zod";
import { NeedsPersonError, NotFoundError } from "../../domain/errors.ts";
import { instant, type LeaverId } from "../../domain/ids.ts";
import type { Drives } from "../../domain/ports/drives.ts";
import type { DrivePlace, LeftDrive, LeftDrives } from "../../domain/ports/left-drives.ts";
import type { GraphClient } from "../graph/client.ts";
import * as operations from "../graph/drive-operations.ts";
import { path } from "../graph/path.ts";
import type { SharePointSiteApi } from "./site-api.ts";

const LivingAnswer = z.object({ Url: z.string().min(1), StorageUsage: z.number().nullish() });
const FoundAnswer = z.object({ SiteId: z.guid(), OwnerLoginName: z.string().nullish() });
const BinAnswer = z.object({
  value: z.array(z.object({ SiteId: z.guid(), TimeDeleted: z.iso.datetime({ offset: true }).nullish() })),
});
const NameAnswer = z.object({ userPrincipalName: z.string().min(1) });

/** The list behind the administration's pages: the one place that shows OneDrives in the bin (REQ-48). */
const deletedSites = "DO_NOT_DELETE_SPLIST_TENANTADMIN_AGGREGATED_SITECOLLECTIONS";
const what = "Looking for the OneDrive that is left";
const noNeighbour =
  "Whoever takes over has no OneDrive, so where OneDrives are cannot be told: let them open it once, then resume";
const megabyte = 1_048_576;

/** OneDrives without owner behind the administration of SharePoint (m365-operations 9.5 and 9.7). */
export class SharePointLeftDrives implements LeftDrives {
  readonly #graph: GraphClient;
  readonly #sites: SharePointSiteApi;
  readonly #drives: Pick<Drives, "find" | "state">;

  constructor(graph: GraphClient, sites: SharePointSiteApi, drives: Pick<Drives, "find" | "state">) {
    this.#graph = graph;
    this.#sites = sites;
    this.#drives = drives;
  }

  async look({ host, siteId }: DrivePlace): Promise<LeftDrive> {
    const site = `SPO.Tenant/sites('${siteId}')?$select=Url,StorageUsage`;
    const living = await orNothing(
      this.#sites.ask({ site: host, administration: true, method: "GET", path: site, what }, LivingAnswer),
    );
    const address = living?.Url;
    // It may go to the bin between the two calls.
    const state = address === undefined ? undefined : await orNothing(this.#drives.state({ address }));
    if (address !== undefined && state !== undefined) {
      return { kind: "there", drive: { address, usedBytes: (living?.StorageUsage ?? 0) * megabyte }, state };
    }
    const [deleted] = await this.#inBin(host, `SiteId eq '${siteId}'`);
    if (deleted?.TimeDeleted == null) return { kind: "gone" };
    return { kind: "recycled", since: instant(Date.parse(deleted.TimeDeleted)) };
  }

  async search(owner: LeaverId, beside: LeaverId): Promise<DrivePlace | undefined> {
    const [name, neighbour] = await Promise.all([this.#nameOf(owner), this.#drives.find(beside)]);
    if (name === undefined) return undefined;
    if (neighbour === undefined) throw new NeedsPersonError(noNeighbour);
    const host = new URL(neighbour.address).origin;
    const url = `${host}/personal/${name.replace(/[^a-z0-9]/gi, "_")}`;
    const call = { site: host, administration: true, method: "POST", what } as const;
    const body = { url, includeDetail: true };
    const found = await orNothing(
      this.#sites.ask({ ...call, path: "SPO.Tenant/GetSitePropertiesByUrl", body }, FoundAnswer),
    );
    if (found !== undefined) return isTheirs(found.OwnerLoginName, name) ? { host, siteId: found.SiteId } : undefined;
    const [deleted] = await this.#inBin(host, `SiteUrl eq '${encodeURIComponent(url)}'`);
    return deleted === undefined ? undefined : { host, siteId: deleted.SiteId };
  }

  async #inBin(host: string, filter: string) {
    const query = `$filter=${filter.replaceAll(" ", "%20")}&$select=SiteId,SiteUrl,TimeDeleted`;
    const list = `web/lists/GetByTitle('${deletedSites}')/items?${query}`;
    const call = { site: host, administration: true, method: "GET", path: list, what } as const;
    return (await this.#sites.ask(call, BinAnswer)).value.filter(({ TimeDeleted }) => TimeDeleted != null);
  }

  /** In the bin the sign-in name has the object id in front of it (m365-operations 13.1). */
  async #nameOf(owner: LeaverId): Promise<string | undefined> {
    const item = path`directory/deletedItems/${owner}/microsoft.graph.user?$select=id,userPrincipalName`;
    const answer = await orNothing(this.#graph.get(item, NameAnswer, operations.readSignInName));
    return answer?.userPrincipalName.replace(/^[0-9a-f]{32}(?=.+@)/i, "");
  }
}

/** A site at that address may be somebody else's: names are used again. No login: its owner is gone. */
function isTheirs(login: string | null | undefined, name: string): boolean {
  return login == null || login === "" || login.toLowerCase().endsWith(`|${name.toLowerCase()}`);
}

async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
