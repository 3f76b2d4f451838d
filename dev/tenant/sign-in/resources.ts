import type { Claims, Resource } from "./tokens.ts";

/** Short name of the organisation in SharePoint's hosts. */
export const organisation = "kestrel";

/** The audiences of worldwide tokens for each service. */
export const audiences: Readonly<Record<Resource, readonly string[]>> = {
  graph: ["https://graph.microsoft.com"],
  exchange: ["https://outlook.office365.com"],
  sharepoint: ["", "-admin", "-my"].map((part) => `https://${organisation}${part}.sharepoint.com`),
};

/** The services that a token with this audience is good for: all, where they stand under one local address. */
export function resourcesFor(audience: string, origin: string): readonly Resource[] {
  const all = ["graph", "exchange", "sharepoint"] as const;
  return audience === origin ? all : all.filter((resource) => audiences[resource].includes(audience));
}

/** SharePoint takes app-only tokens only from whoever has proved itself with a certificate (m365-operations 2.2). */
export function isTooWeak(resource: Resource, { appidacr }: Claims): boolean {
  return resource === "sharepoint" && appidacr !== "2";
}
