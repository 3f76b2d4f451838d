import { guidOf } from "../ids.ts";
import type { Resource } from "../sign-in/tokens.ts";

/** Microsoft's services whose permissions applications are given: the application ids are the same in every tenant. */
export const services: readonly {
  readonly resource: Resource;
  readonly appId: string;
  readonly displayName: string;
}[] = [
  { resource: "graph", appId: "00000003-0000-0000-c000-000000000000", displayName: "Microsoft Graph" },
  { resource: "exchange", appId: "00000002-0000-0ff1-ce00-000000000000", displayName: "Office 365 Exchange Online" },
  {
    resource: "sharepoint",
    appId: "00000003-0000-0ff1-ce00-000000000000",
    displayName: "Office 365 SharePoint Online",
  },
];

/** The service principals that stand for the services in this tenant, and for Leaver. */
export const servicePrincipalOf = (resource: Resource): string => guidOf(`service-principal/${resource}`);
export const ownServicePrincipal = guidOf("service-principal/leaver");

/** Id of a permission of a service, as an app role. */
export const appRoleId = (resource: Resource, permission: string): string =>
  guidOf(`app-role/${resource}/${permission}`);

/** What an administrator's token carries who gives applications their rights. */
export const administratorPermissions: readonly string[] = [
  "AppRoleAssignment.ReadWrite.All",
  "Application.Read.All",
  "RoleManagement.ReadWrite.Directory",
];
