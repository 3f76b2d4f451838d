import type { Cloud } from "../../shared/domain/cloud.ts";
import { overMail, type Rights } from "./rights.ts";

/** Who is given the right over which mailbox; placeholders where it is not known yet. */
export interface MailPlace {
  readonly cloud: Cloud;
  /** Application id. */
  readonly clientId: string;
  /** Object id of the service principal (Enterprise applications), not of the app registration. */
  readonly servicePrincipalId: string;
  /** Sign-in name or object id of the mailbox that notices are sent from. */
  readonly sender: string;
}

const environments: Readonly<Record<Cloud, string>> = {
  worldwide: "",
  "us-gov-l4": " -ExchangeEnvironmentName O365USGovGCCHigh",
  "us-gov-l5": " -ExchangeEnvironmentName O365USGovDoD",
  china: " -ExchangeEnvironmentName O365China",
};

/** Roles of RBAC for Applications, by the permission of Graph that they stand for. */
const applicationRoles: Readonly<Record<string, string>> = {
  "Mail.Send": "Application Mail.Send",
  "Mail.ReadBasic.All": "Application Mail.ReadBasic",
};

const scope = "Leaver notices";

/**
 * PowerShell for what Graph cannot do: rights over one mailbox, by RBAC for Applications (m365-operations 14). Empty for a
 * policy that sends no mail.
 */
export function exchangeCommands(rights: Rights, place: MailPlace): readonly string[] {
  const roles = overMail(rights).flatMap(({ permission }) => applicationRoles[permission] ?? []);
  if (roles.length === 0) return [];
  const { cloud, clientId, servicePrincipalId, sender } = place;
  return [
    `Connect-ExchangeOnline${environments[cloud]}`,
    `$sender = Get-EXOMailbox -Identity '${quoted(sender)}'`,
    `New-ServicePrincipal -AppId ${clientId} -ObjectId ${servicePrincipalId} -DisplayName 'Leaver'`,
    `New-ManagementScope -Name '${scope}' -RecipientRestrictionFilter "PrimarySmtpAddress -eq '$($sender.PrimarySmtpAddress)'"`,
    ...roles.map(
      (role) =>
        `New-ManagementRoleAssignment -App ${servicePrincipalId} -Role '${role}' -CustomResourceScope '${scope}'`,
    ),
    `Test-ServicePrincipalAuthorization -Identity ${servicePrincipalId} -Resource $sender.PrimarySmtpAddress  # InScope: True`,
  ];
}

/** Inside single quotes of PowerShell. */
function quoted(text: string): string {
  return text.replaceAll("'", "''");
}
