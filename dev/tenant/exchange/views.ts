import { guidOf } from "../ids.ts";
import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";

/** A mailbox as Get-CASMailbox shows it. */
export function showCas(state: TenantState, mailbox: Mailbox): Record<string, unknown> {
  return { ...identityOf(mailbox), ...state.replicas.casMailbox.shown(mailbox.exchangeGuid, mailbox.cas) };
}

/** A mailbox as Get-Mailbox shows it, with what tells whether it is on hold (m365-operations 7.1). */
export function showMailbox(mailbox: Mailbox): Record<string, unknown> {
  return {
    ...identityOf(mailbox),
    ExchangeGuid: mailbox.exchangeGuid,
    Alias: mailbox.address.split("@")[0],
    UserPrincipalName: mailbox.address,
    RecipientType: "UserMailbox",
    RecipientTypeDetails: mailbox.kind,
    IsInactiveMailbox: false,
    HiddenFromAddressListsEnabled: false,
    LitigationHoldEnabled: mailbox.litigationHold,
    InPlaceHolds: [],
    ComplianceTagHoldApplied: false,
    DelayHoldApplied: false,
    DelayReleaseHoldApplied: false,
  };
}

function identityOf(mailbox: Mailbox): Record<string, unknown> {
  return {
    Identity: mailbox.displayName,
    Name: mailbox.displayName,
    DisplayName: mailbox.displayName,
    Guid: guidOf(`recipient/${mailbox.exchangeGuid}`),
    ExternalDirectoryObjectId: mailbox.personId,
    PrimarySmtpAddress: mailbox.address,
    EmailAddresses: [`SMTP:${mailbox.address}`],
  };
}
