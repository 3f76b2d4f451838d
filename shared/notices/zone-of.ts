import type { Policy } from "../domain/policy.ts";
import type { Contact } from "../domain/ports/directory.ts";

/** Countries of one time zone, by the code in the directory. Countries with several are left out. */
const zoneByCountry: Readonly<Record<string, string>> = {
  AT: "Europe/Vienna",
  BE: "Europe/Brussels",
  BG: "Europe/Sofia",
  CH: "Europe/Zurich",
  CZ: "Europe/Prague",
  DE: "Europe/Berlin",
  DK: "Europe/Copenhagen",
  EE: "Europe/Tallinn",
  FI: "Europe/Helsinki",
  FR: "Europe/Paris",
  GB: "Europe/London",
  HU: "Europe/Budapest",
  IE: "Europe/Dublin",
  IN: "Asia/Kolkata",
  IS: "Atlantic/Reykjavik",
  IT: "Europe/Rome",
  LI: "Europe/Vaduz",
  LT: "Europe/Vilnius",
  LU: "Europe/Luxembourg",
  LV: "Europe/Riga",
  NL: "Europe/Amsterdam",
  NO: "Europe/Oslo",
  PL: "Europe/Warsaw",
  RO: "Europe/Bucharest",
  SE: "Europe/Stockholm",
  SG: "Asia/Singapore",
  SK: "Europe/Bratislava",
};

/**
 * The zone that a reader lives in: of the office by the policy's sites, else of the country where it has one zone only,
 * else of the leaver's site, else the policy's default. The mailbox knows better, but to ask it takes the right to read
 * the settings of every mailbox; as each date names its zone, none can be misread.
 */
export function zoneOf(
  { officeLocation, usageLocation }: Pick<Contact, "officeLocation" | "usageLocation">,
  { sites, defaultZone }: Pick<Policy, "sites" | "defaultZone">,
  leaversZone: string | undefined,
): string {
  const bySite =
    officeLocation !== undefined && Object.hasOwn(sites, officeLocation) ? sites[officeLocation] : undefined;
  return bySite ?? zoneByCountry[usageLocation?.toUpperCase() ?? ""] ?? leaversZone ?? defaultZone;
}
