import { refuse } from "../http/errors.ts";
import { Refusal } from "../http/exchange.ts";
import type { Site } from "./model.ts";

const spException = "-2146232832, Microsoft.SharePoint.SPException";

/** An error of SharePoint's REST interface (m365-operations 2.9). */
export function refuseSharePoint(status: number, value: string, code = spException): never {
  throw new Refusal({ status, body: { "odata.error": { code, message: { lang: "en-US", value } } } });
}

/** What Graph says about a OneDrive that was never opened. */
export function neverOpened(): never {
  return refuse(404, "itemNotFound", "User's mysite not found.");
}

export function noSuchItem(): never {
  return refuse(404, "itemNotFound", "The resource could not be found.");
}

/** Refuses what the state of the site does not allow. Which status it is for an archived one is nowhere documented. */
export function requireOpen(site: Site, writes = false): void {
  if (site.archived) refuse(423, "resourceLocked", "The site is archived.");
  if (site.lock === "NoAccess") refuse(423, "resourceLocked", "Access to this site has been blocked.");
  if (writes && site.lock === "ReadOnly") refuse(403, "accessDenied", "The site is read-only.");
}
