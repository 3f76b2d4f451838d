import { guidOf } from "../ids.ts";
import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import type { MailboxState } from "./mailbox-state.ts";

/** A mailbox as Get-CASMailbox shows it. */
export function showCas(state: TenantState, mailbox: Mailbox): Record<string, unknown> {
  return {
    ...identityOf(mailbox),
    ...state.replicas.casMailbox.shown(mailbox.exchangeGuid, mailbox.cas),
    ActiveSyncAllowedDeviceIDs: [],
    ActiveSyncBlockedDeviceIDs: state.mobileDevices.shown(mailbox).blockedIds,
  };
}

/** A mailbox as Get-Mailbox shows it, with what tells whether it is on hold (m365-operations 7.1). */
export function showMailbox(state: TenantState, mailbox: Mailbox): Record<string, unknown> {
  const its = state.exchange.of(mailbox);
  const { replicas } = state.exchange;
  const guid = mailbox.exchangeGuid;
  const permissions = replicas.mailboxPermissions.shown(guid, its);
  const type = replicas.mailboxType.shown(guid, mailbox.kind);
  return {
    ...identityOf(mailbox),
    ExchangeGuid: guid,
    Alias: mailbox.address.split("@")[0],
    UserPrincipalName: mailbox.address,
    RecipientType: "UserMailbox",
    RecipientTypeDetails: type,
    IsShared: type === "SharedMailbox",
    IsDirSynced: state.people.named(mailbox.personId)?.onPremisesSyncEnabled === true,
    ArchiveStatus: its.archiveBytes === null ? "None" : "Active",
    HiddenFromAddressListsEnabled: replicas.hiddenFromAddressLists.shown(guid, its.hidden),
    ...showForwarding(state, guid, its),
    GrantSendOnBehalfTo: permissions.sendOnBehalf.map((id) => state.mailboxes.find(id)?.displayName ?? id),
    ...showHolds(state, guid, its),
    ...showLife(its),
  };
}

function showForwarding(state: TenantState, guid: string, its: MailboxState): Record<string, unknown> {
  const shown = state.exchange.replicas.mailboxForwarding.shown(guid, its);
  const recipient = shown.forwardingAddress;
  return {
    ForwardingAddress: recipient === null ? null : (state.mailboxes.find(recipient)?.displayName ?? recipient),
    ForwardingSmtpAddress: shown.forwardingSmtpAddress,
    DeliverToMailboxAndForward: shown.deliverToMailboxAndForward,
  };
}

function showHolds(state: TenantState, guid: string, its: MailboxState): Record<string, unknown> {
  const litigation = state.exchange.replicas.litigationHold.shown(guid, its.litigation);
  return {
    LitigationHoldEnabled: litigation !== null,
    LitigationHoldDate: litigation === null ? null : new Date(litigation.at).toISOString(),
    LitigationHoldOwner: litigation?.owner ?? "",
    LitigationHoldDuration: litigation?.days == null ? "Unlimited" : `${litigation.days}.00:00:00`,
    RetentionComment: litigation?.comment ?? "",
    InPlaceHolds: its.inPlaceHolds,
    ComplianceTagHoldApplied: its.complianceTag,
    DelayHoldApplied: its.delayHold,
    DelayReleaseHoldApplied: its.delayReleaseHold,
  };
}

function showLife({ life }: MailboxState): Record<string, unknown> {
  const gone = life.kind === "inactive" || life.kind === "soft-deleted";
  return {
    IsInactiveMailbox: life.kind === "inactive",
    IsSoftDeletedByRemove: gone,
    WhenSoftDeleted: gone ? new Date(life.since).toISOString() : null,
  };
}

/** What every cmdlet shows of whom a mailbox belongs to. */
export function identityOf(mailbox: Mailbox): Record<string, unknown> {
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
