import type { Tenant } from "../domain/tenant.ts";
import type { NoticeBook } from "../notices/notice-book.ts";
import { ExchangeAddressLists } from "./exchange/address-lists.ts";
import type { ExchangeAdminApi } from "./exchange/admin-api.ts";
import { ExchangeAutoReplies } from "./exchange/auto-replies.ts";
import { ExchangeDistributionLists } from "./exchange/distribution-lists.ts";
import { ExchangeHolds } from "./exchange/holds.ts";
import { ExchangeInboxRules } from "./exchange/inbox-rules.ts";
import { ExchangeMailForwarding } from "./exchange/mail-forwarding.ts";
import { ExchangeMailboxAccess } from "./exchange/mailbox-access.ts";
import { ExchangeMailboxes } from "./exchange/mailboxes.ts";
import { ExchangeMobileDevices } from "./exchange/mobile-devices.ts";
import { ExchangeSharedMailboxes } from "./exchange/shared-mailboxes.ts";
import { GraphAdminRoles } from "./graph/admin-roles.ts";
import { GraphApplications } from "./graph/applications.ts";
import { GraphCalendars } from "./graph/calendars.ts";
import type { GraphClient } from "./graph/client.ts";
import { GraphDeletedAccounts } from "./graph/deleted-accounts.ts";
import { GraphDirectory } from "./graph/directory.ts";
import { GraphDriveCopies } from "./graph/drive-copies.ts";
import { GraphEvidence } from "./graph/evidence.ts";
import { GraphGroups } from "./graph/groups.ts";
import { GraphLicences } from "./graph/licences.ts";
import { GraphMail } from "./graph/mail.ts";
import { GraphMailPlans } from "./graph/mail-plans.ts";
import { GraphMailboxPurposes } from "./graph/mailbox-purposes.ts";
import { GraphManagedDevices } from "./graph/managed-devices.ts";
import { GraphReportingLines } from "./graph/reporting-lines.ts";
import { GraphSignInLog } from "./graph/sign-in-log.ts";
import { GraphTelephony } from "./graph/telephony.ts";
import { SharePointDrives } from "./sharepoint/drives.ts";
import { SharePointLeftDrives } from "./sharepoint/left-drives.ts";
import type { SharePointSiteApi } from "./sharepoint/site-api.ts";

/** What the adapters talk through. */
export interface Services {
  readonly graph: GraphClient;
  readonly exchange: ExchangeAdminApi;
  readonly sharepoint: SharePointSiteApi;
  /** Object id or sign-in name of the mailbox that notices are sent from. */
  readonly noticeSender: string;
  /** Texts of the notices; undefined: the built-in ones. */
  readonly noticeBook?: NoticeBook | undefined;
}

/** Every port of the tenant, behind the services of one Microsoft 365 tenant. */
export function microsoft365({ graph, exchange, sharepoint, noticeSender, noticeBook }: Services): Tenant {
  const drives = new SharePointDrives(graph, sharepoint);
  return {
    directory: new GraphDirectory(graph),
    adminRoles: new GraphAdminRoles(graph),
    signInLog: new GraphSignInLog(graph),
    deletedAccounts: new GraphDeletedAccounts(graph),
    mailboxes: new ExchangeMailboxes(exchange),
    managedDevices: new GraphManagedDevices(graph),
    mobileDevices: new ExchangeMobileDevices(exchange),
    holds: new ExchangeHolds(exchange, new GraphMailPlans(graph)),
    inboxRules: new ExchangeInboxRules(exchange),
    calendars: new GraphCalendars(graph, exchange),
    autoReplies: new ExchangeAutoReplies(exchange),
    evidence: new GraphEvidence(graph),
    sharedMailboxes: new ExchangeSharedMailboxes(exchange),
    mailboxPurposes: new GraphMailboxPurposes(graph),
    mailForwarding: new ExchangeMailForwarding(exchange),
    mailboxAccess: new ExchangeMailboxAccess(exchange),
    addressLists: new ExchangeAddressLists(exchange),
    drives,
    leftDrives: new SharePointLeftDrives(graph, sharepoint, drives),
    driveCopies: new GraphDriveCopies(graph, (address) => sharepoint.knows(address)),
    groups: new GraphGroups(graph),
    distributionLists: new ExchangeDistributionLists(exchange),
    reportingLines: new GraphReportingLines(graph),
    applications: new GraphApplications(graph),
    telephony: new GraphTelephony(graph),
    licences: new GraphLicences(graph),
    mail: new GraphMail(graph, noticeSender, noticeBook),
  };
}
