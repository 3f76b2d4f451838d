import { hash } from "node:crypto";

/** A GUID that is the same on every run: derived from a name such as `person/anna`. */
export function guidOf(name: string): string {
  // In one call, as hundreds of thousands are made for a large tenant.
  const hex = hash("sha256", `leaver-tenant/${name}`);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The tenant and the app that Leaver signs in as. Fixed, so that settings can name them. */
export const tenantId = guidOf("tenant");
export const clientId = guidOf("app/leaver");
