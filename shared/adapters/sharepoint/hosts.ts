import { sharePointSuffixes } from "../clouds.ts";

const endings = sharePointSuffixes.map((suffix) => suffix.replaceAll(".", "\\.")).join("|");

/** The hosts of one organisation: `{name}`, `{name}-my` for OneDrives, `{name}-admin`; with several regions, one of each for each. */
const sharePointHost = new RegExp(`^([a-z0-9-]+?)(-my|-admin)?(${endings})$`);

/**
 * Where the administration of a site answers: it follows from the site's own host, so that nothing has to be looked up,
 * and so that each region is asked about its own sites.
 *
 * @param local origin that stands for every host of SharePoint, as in the local stack
 * @returns undefined for an address that is not one of SharePoint
 */
export function administrationOf(site: string, local: string | undefined): string | undefined {
  if (!isSharePoint(site, local)) return undefined;
  if (local !== undefined) return `${local}/sharepoint-admin`;
  const [, name, , suffix] = sharePointHost.exec(new URL(site).hostname) ?? [];
  return `https://${name}-admin${suffix}`;
}

/** Whether this is an address of SharePoint: a token and the question about a copy go nowhere else. */
export function isSharePoint(address: string, local: string | undefined): boolean {
  const url = URL.parse(address);
  if (url === null || url.protocol !== "https:" || url.username !== "") return false;
  return local === undefined ? url.port === "" && sharePointHost.test(url.hostname) : url.origin === local;
}
