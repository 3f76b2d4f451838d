import { closedClouds, type Endpoints, suffixesOf } from "../adapters/clouds.ts";
import { Cloud } from "../domain/cloud.ts";
import { type Check, failed, ok, warning } from "./check.ts";

/** Where the parts of the app are, as its settings say. */
export interface Places {
  /** As `M365_CLOUD` says it; empty or undefined: worldwide. */
  readonly name: string | undefined;
  /** Undefined while the settings of the tenant are wrong. */
  readonly endpoints: Endpoints | undefined;
  /** Undefined: a connection string of the local stack. */
  readonly tableServiceUri: string | undefined;
  readonly busNamespace: string | undefined;
}

/** Names the cloud, and says when storage or bus lie in another one: an identity of one is unknown in the other. */
export function cloudCheck({ name, endpoints, tableServiceUri, busNamespace }: Places): Check {
  return {
    id: "cloud",
    look() {
      const cloud = Cloud.safeParse(name?.trim() || "worldwide").data;
      if (cloud === undefined) return unknown(name?.trim() ?? "");
      const { storage, serviceBus } = suffixesOf(cloud);
      const apart = [
        ...(isElsewhere(tableServiceUri && URL.parse(tableServiceUri)?.hostname, storage)
          ? ["LEDGER__tableServiceUri"]
          : []),
        ...(isElsewhere(busNamespace, serviceBus) ? ["SERVICE_BUS__fullyQualifiedNamespace"] : []),
      ];
      if (apart.length > 0) {
        return warning(
          `M365_CLOUD is ${cloud}, but ${apart.join(" and ")} names hosts of another cloud`,
          "Check M365_CLOUD: a managed identity of one cloud gets no token for another one",
        );
      }
      return ok(
        endpoints === undefined ? cloud : `${cloud}: sign-in at ${endpoints.login}, Graph at ${endpoints.graph}`,
      );
    },
  };
}

function unknown(name: string) {
  const closed = Object.hasOwn(closedClouds, name) ? closedClouds[name] : undefined;
  return failed(
    closed ?? "M365_CLOUD names no cloud that Leaver knows",
    `Set M365_CLOUD to one of ${Cloud.options.join(", ")}`,
  );
}

function isElsewhere(host: string | undefined, suffix: string): boolean {
  return host !== undefined && host !== "" && !host.toLowerCase().endsWith(suffix);
}
