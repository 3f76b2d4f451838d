import { z } from "zod";
import type { GraphClient } from "../adapters/graph/client.ts";
import type { SharePointSiteApi } from "../adapters/sharepoint/site-api.ts";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../domain/errors.ts";
import { type Check, type Finding, failed, ok, skipped, warning } from "./check.ts";
import type { Proof } from "./sign-in-advice.ts";

export interface SharePointHealth {
  readonly graph: Pick<GraphClient, "get">;
  readonly sharepoint: Pick<SharePointSiteApi, "ask">;
  /** Origin that stands for every host of SharePoint, as in the local stack. */
  readonly local: string | undefined;
  /** Ending of SharePoint's hosts in this cloud. */
  readonly suffix: string;
  readonly proof: Proof;
  /** Whether a step of the policy takes SharePoint's own interface at all. */
  readonly needed: boolean;
}

const Organisations = z.object({
  value: z.array(
    z.object({ verifiedDomains: z.array(z.object({ name: z.string(), isInitial: z.boolean().nullish() })) }),
  ),
});
const Web = z.object({ Id: z.string() });

/** Whether SharePoint's own interface takes the application, by the id of the root site. */
export function sharePointCheck(health: SharePointHealth): Check {
  return {
    id: "sharepoint",
    async look() {
      if (!health.needed) return skipped("no step of the policy takes SharePoint's own interface");
      if (health.proof === "secret") {
        return failed(
          "SharePoint takes no token that was got with a client secret",
          "Set M365_CERTIFICATE, or run as a managed identity",
        );
      }
      try {
        const site = await rootSite(health);
        if (site === undefined) {
          const found = "the organisation shows no initial domain, so that SharePoint's address is not known here";
          return warning(found, "Look at the OneDrive of somebody once: npm run plan -- --person WHO");
        }
        await health.sharepoint.ask(
          { site, method: "GET", path: "web?$select=Id", what: "Reading the root site" },
          Web,
        );
        return ok("SharePoint answers and takes the application");
      } catch (error) {
        return trouble(error);
      }
    },
  };
}

/**
 * From the organisation's first domain: the app has no right to ask for the root site itself. A tenant whose SharePoint was
 * renamed has another address than that.
 */
async function rootSite({ graph, local, suffix }: SharePointHealth): Promise<string | undefined> {
  if (local !== undefined) return local;
  const operation = { what: "Reading the organisation", permission: "User.Read.All" };
  const { value } = await graph.get("/organization?$select=id,verifiedDomains", Organisations, operation);
  const initial = value.flatMap(({ verifiedDomains }) => verifiedDomains).find(({ isInitial }) => isInitial === true);
  const name = initial?.name.split(".")[0];
  return name === undefined ? undefined : `https://${name}${suffix}`;
}

function trouble(error: unknown): Finding {
  if (error instanceof TryLaterError) {
    return failed(
      "SharePoint does not answer, or not at the address that follows from the first domain",
      "Look at the service health in the Microsoft 365 admin center; after a rename of the tenant this check cannot find SharePoint, and cases can",
    );
  }
  if (error instanceof NotFoundError) {
    return warning(
      "SharePoint has no site at the address that follows from the first domain",
      "After a rename of the tenant this is to be expected; otherwise check that it has SharePoint",
    );
  }
  if (error instanceof NeedsPersonError) {
    return failed(
      "SharePoint refuses the application",
      "Grant SharePoint Sites.FullControl.All: npm run grant -- --apply. It takes a certificate or a managed identity",
    );
  }
  throw error;
}
