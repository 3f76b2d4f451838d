import type { Cloud } from "../domain/cloud.ts";

/** Where the services of one tenant answer. Origins without a path; a token is asked for as `{origin}/.default`. */
export interface Endpoints {
  readonly login: string;
  readonly graph: string;
  readonly exchange: string;
  /** Where everything of SharePoint answers, as in the local stack. Undefined: hosts follow from a site (`sharePointHost`). */
  readonly sharepoint?: string;
}

/** Endings of hosts that have the customer's own name in front. */
export interface HostSuffixes {
  readonly sharepoint: string;
  readonly serviceBus: string;
  readonly storage: string;
}

/** The one table of everything that differs between clouds: no other file names a host of Microsoft's. */
interface CloudHosts {
  readonly endpoints: Endpoints;
  readonly suffixes: HostSuffixes;
}

const governmentAzure = { serviceBus: ".servicebus.usgovcloudapi.net", storage: ".core.usgovcloudapi.net" };

/**
 * Tokens of one cloud are not valid in another, so that an endpoint is never mixed.
 *
 * @see https://learn.microsoft.com/graph/deployments
 * @see https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure
 */
const table: Readonly<Record<Cloud, CloudHosts>> = {
  worldwide: {
    endpoints: {
      login: "https://login.microsoftonline.com",
      graph: "https://graph.microsoft.com",
      exchange: "https://outlook.office365.com",
    },
    suffixes: {
      sharepoint: ".sharepoint.com",
      serviceBus: ".servicebus.windows.net",
      storage: ".core.windows.net",
    },
  },
  "us-gov-l4": {
    endpoints: {
      login: "https://login.microsoftonline.us",
      graph: "https://graph.microsoft.us",
      exchange: "https://outlook.office365.us",
    },
    suffixes: { sharepoint: ".sharepoint.us", ...governmentAzure },
  },
  "us-gov-l5": {
    endpoints: {
      login: "https://login.microsoftonline.us",
      graph: "https://dod-graph.microsoft.us",
      exchange: "https://outlook-dod.office365.us",
    },
    suffixes: { sharepoint: ".sharepoint-mil.us", ...governmentAzure },
  },
  china: {
    endpoints: {
      login: "https://login.chinacloudapi.cn",
      graph: "https://microsoftgraph.chinacloudapi.cn",
      exchange: "https://outlook.office365.cn",
    },
    suffixes: {
      sharepoint: ".sharepoint.cn",
      serviceBus: ".servicebus.chinacloudapi.cn",
      storage: ".core.chinacloudapi.cn",
    },
  },
};

/** Where the services of a cloud answer. */
export function endpointsOf(cloud: Cloud): Endpoints {
  return table[cloud].endpoints;
}

/** How hosts end in a cloud. */
export function suffixesOf(cloud: Cloud): HostSuffixes {
  return table[cloud].suffixes;
}

/** How hosts of SharePoint end, in all clouds. */
export const sharePointSuffixes: readonly string[] = Object.values(table).map(({ suffixes }) => suffixes.sharepoint);

/** Clouds that existed, with what their customers are told. */
export const closedClouds: Readonly<Record<string, string>> = {
  germany: "Microsoft Cloud Germany closed on 29 October 2021: use the cloud that the tenant was moved to",
};
