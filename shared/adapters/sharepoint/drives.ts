import { z } from "zod";
import { NotFoundError } from "../../domain/errors.ts";
import type { LeaverId } from "../../domain/ids.ts";
import type { Administrators, Drive, Drives, Sharing, SiteState } from "../../domain/ports/drives.ts";
import type { GraphClient } from "../graph/client.ts";
import * as operations from "../graph/drive-operations.ts";
import { path } from "../graph/path.ts";
import { refusalBehind } from "../service-answer.ts";
import { sharingOf } from "./sharing.ts";
import type { SharePointSiteApi } from "./site-api.ts";

const DriveAnswer = z.object({ id: z.string().min(1), quota: z.object({ used: z.number().nullish() }).nullish() });
const RootAnswer = z.object({ sharepointIds: z.object({ siteId: z.string().min(1), siteUrl: z.string().min(1) }) });

const SiteAnswer = z
  .object({ LockState: z.string(), ArchiveStatus: z.string().nullish(), HasHolds: z.boolean().nullish() })
  .transform(
    ({ LockState, ArchiveStatus, HasHolds }): SiteState => ({
      lock: LockState === "Unlock" ? "open" : LockState === "ReadOnly" ? "read-only" : "closed",
      archived: ArchiveStatus != null && ArchiveStatus !== "" && ArchiveStatus !== "NotArchived",
      onHold: HasHolds ?? undefined,
    }),
  );

const UserAnswer = z.object({ Id: z.int(), LoginName: z.string() });
const UsersAnswer = z.object({ value: z.array(UserAnswer) });
const AccountAnswer = z.object({ userPrincipalName: z.string().min(1) });
const SettingsAnswer = z.object({ deletedUserPersonalSiteRetentionPeriodInDays: z.int().min(0) });
const LicenceAnswer = z.object({
  servicePlans: z.array(z.object({ servicePlanName: z.string(), provisioningStatus: z.string().nullish() })),
});

/** Plans that a OneDrive comes with: SharePoint in its sizes, or OneDrive alone; not the web versions of Office. */
const drivePlan = /^(SHAREPOINT(STANDARD|ENTERPRISE|DESKLESS|LITE)|ONEDRIVE)/;

/** OneDrives behind Microsoft Graph; their administrators and their state behind SharePoint itself, which Graph does not show. */
export class SharePointDrives implements Drives {
  readonly #graph: GraphClient;
  readonly #sites: SharePointSiteApi;

  constructor(graph: GraphClient, sites: SharePointSiteApi) {
    this.#graph = graph;
    this.#sites = sites;
  }

  find(owner: LeaverId): Promise<Drive | undefined> {
    return this.#read(path`users/${owner}/drive`);
  }

  known(driveId: string): Promise<Drive | undefined> {
    return this.#read(path`drives/${driveId}`);
  }

  async #read(address: string): Promise<Drive | undefined> {
    try {
      const [{ id, quota }, { sharepointIds }] = await Promise.all([
        this.#graph.get(`${address}?$select=id,quota`, DriveAnswer, operations.findDrive),
        this.#graph.get(`${address}/root?$select=sharepointIds`, RootAnswer, operations.findDrive),
      ]);
      return { id, siteId: sharepointIds.siteId, address: sharepointIds.siteUrl, usedBytes: quota?.used ?? 0 };
    } catch (error) {
      // The account itself is gone: that is another thing than a OneDrive that never was.
      if (error instanceof NotFoundError) throw error;
      if (refusalBehind(error)?.status === 404) return undefined;
      throw error;
    }
  }

  state({ address }: Pick<Drive, "address">): Promise<SiteState> {
    const what = "Reading the state of the OneDrive";
    const call = { site: address, administration: true, method: "POST", what } as const;
    const body = { url: address, includeDetail: true };
    return this.#sites.ask({ ...call, path: "SPO.Tenant/GetSitePropertiesByUrl", body }, SiteAnswer);
  }

  async isLicensed(owner: LeaverId): Promise<boolean> {
    try {
      const licences = path`users/${owner}/licenseDetails?$select=servicePlans`;
      const all = await this.#graph.list(licences, LicenceAnswer, operations.readPlans);
      const plans = all.flatMap(({ servicePlans }) => servicePlans);
      return plans.some((plan) => drivePlan.test(plan.servicePlanName) && plan.provisioningStatus !== "Disabled");
    } catch (error) {
      if (error instanceof NotFoundError) return false;
      throw error;
    }
  }

  async administrators(drive: Pick<Drive, "address">, person: LeaverId): Promise<Administrators> {
    const [login, all] = await Promise.all([this.#loginOf(person), this.#administratorsOf(drive)]);
    return { count: all.length, included: all.some((one) => isSame(one.LoginName, login)) };
  }

  async addAdministrator(drive: Pick<Drive, "address">, person: LeaverId): Promise<void> {
    const logonName = await this.#loginOf(person);
    const what = "Making somebody an administrator of the OneDrive";
    const call = { site: drive.address, method: "POST", path: "web/ensureuser", body: { logonName }, what } as const;
    const { Id } = await this.#sites.ask(call, UserAnswer);
    await this.#setAdministrator(drive, Id, true);
  }

  async removeAdministrator(drive: Pick<Drive, "address">, person: LeaverId): Promise<void> {
    const [login, all] = await Promise.all([this.#loginOf(person), this.#administratorsOf(drive)]);
    const found = all.find((one) => isSame(one.LoginName, login));
    if (found !== undefined) await this.#setAdministrator(drive, found.Id, false);
  }

  sharing(drive: Drive): Promise<Sharing> {
    return sharingOf(this.#graph, drive.id);
  }

  async retentionDays(): Promise<number> {
    const settings = "admin/sharepoint/settings?$select=deletedUserPersonalSiteRetentionPeriodInDays";
    const answer = await this.#graph.get(settings, SettingsAnswer, operations.readRetention);
    return answer.deletedUserPersonalSiteRetentionPeriodInDays;
  }

  async #administratorsOf({ address }: Pick<Drive, "address">): Promise<readonly z.infer<typeof UserAnswer>[]> {
    const what = "Reading the administrators of the OneDrive";
    const query = "web/siteusers?$filter=IsSiteAdmin%20eq%20true&$select=Id,LoginName";
    return (await this.#sites.ask({ site: address, method: "GET", path: query, what }, UsersAnswer)).value;
  }

  #setAdministrator({ address }: Pick<Drive, "address">, number: number, wanted: boolean): Promise<void> {
    const what = "Making somebody an administrator of the OneDrive";
    const body = { IsSiteAdmin: wanted };
    return this.#sites.tell({ site: address, method: "MERGE", path: `web/getuserbyid(${number})`, body, what });
  }

  /** The claim that SharePoint knows somebody by: sign-in names change, so it is looked up each time. */
  async #loginOf(person: LeaverId): Promise<string> {
    const account = path`users/${person}?$select=userPrincipalName`;
    const { userPrincipalName } = await this.#graph.get(account, AccountAnswer, operations.readSignInName);
    return `i:0#.f|membership|${userPrincipalName}`;
  }
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
