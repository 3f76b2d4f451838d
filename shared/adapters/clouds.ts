import type { Cloud } from "../domain/cloud.ts";

/** Where the services of one cloud answer. Origins without a path; a token is asked for as `{origin}/.default`. */
export interface Endpoints {
  readonly login: string;
  readonly graph: string;
  readonly exchange: string;
  /** Where everything of SharePoint answers, as in the local stack. Undefined: hosts follow from a site (`sharePointHost`). */
  readonly sharepoint?: string;
}

/**
 * Tokens of one cloud are not valid in another, so that an endpoint is never mixed.
 *
 * @see https://learn.microsoft.com/graph/deployments
 */
export const endpointsByCloud: Readonly<Record<Cloud, Endpoints>> = {
  worldwide: {
    login: "https://login.microsoftonline.com",
    graph: "https://graph.microsoft.com",
    exchange: "https://outlook.office365.com",
  },
  "us-gov-l4": {
    login: "https://login.microsoftonline.us",
    graph: "https://graph.microsoft.us",
    exchange: "https://outlook.office365.us",
  },
  "us-gov-l5": {
    login: "https://login.microsoftonline.us",
    graph: "https://dod-graph.microsoft.us",
    exchange: "https://outlook-dod.office365.us",
  },
  china: {
    login: "https://login.chinacloudapi.cn",
    graph: "https://microsoftgraph.chinacloudapi.cn",
    exchange: "https://outlook.office365.cn",
  },
};

/** Clouds that existed, with what their customers are told. */
export const closedClouds: Readonly<Record<string, string>> = {
  germany: "Microsoft Cloud Germany closed on 29 October 2021: use the cloud that the tenant was moved to",
};
