import type { Step } from "../shared/domain/step.ts";
import { announceLastDay } from "./steps/announce/announce-last-day.ts";
import { remindLastDay } from "./steps/announce/remind-last-day.ts";
import { closeCase } from "./steps/close/close-case.ts";
import { readDriveClocks } from "./steps/close/read-drive-clocks.ts";
import { blockMobileDevices } from "./steps/devices/block-mobile-devices.ts";
import { confirmDeviceWipes } from "./steps/devices/confirm-device-wipes.ts";
import { listPrivateComputers } from "./steps/devices/list-private-computers.ts";
import { retireManagedDevices } from "./steps/devices/retire-managed-devices.ts";
import { wipeManagedDevices } from "./steps/devices/wipe-managed-devices.ts";
import { wipeMobileDevices } from "./steps/devices/wipe-mobile-devices.ts";
import { deleteAccount } from "./steps/end/delete-account.ts";
import { recheckLockout } from "./steps/end/recheck-lockout.ts";
import { convertMailbox } from "./steps/hand-over/convert-mailbox.ts";
import { copyDrive } from "./steps/hand-over/copy-drive.ts";
import { forwardMail } from "./steps/hand-over/forward-mail.ts";
import { grantMailboxAccess } from "./steps/hand-over/grant-mailbox-access.ts";
import { grantSendAs } from "./steps/hand-over/grant-send-as.ts";
import { hideFromAddressLists } from "./steps/hand-over/hide-from-address-lists.ts";
import { leaveCallQueues } from "./steps/hand-over/leave-call-queues.ts";
import { listAutomations } from "./steps/hand-over/list-automations.ts";
import { listSharingLinks } from "./steps/hand-over/list-sharing-links.ts";
import { reassignDirectReports } from "./steps/hand-over/reassign-direct-reports.ts";
import { removeOldForwarding } from "./steps/hand-over/remove-old-forwarding.ts";
import { shareDrive } from "./steps/hand-over/share-drive.ts";
import { transferAppOwners } from "./steps/hand-over/transfer-app-owners.ts";
import { transferGroupOwners } from "./steps/hand-over/transfer-group-owners.ts";
import { unassignPhoneNumbers } from "./steps/hand-over/unassign-phone-numbers.ts";
import { askOnPremises } from "./steps/lockout/ask-on-premises.ts";
import { blockMailProtocols } from "./steps/lockout/block-mail-protocols.ts";
import { blockSignIn } from "./steps/lockout/block-sign-in.ts";
import { confirmLockout } from "./steps/lockout/confirm-lockout.ts";
import { disableDevices } from "./steps/lockout/disable-devices.ts";
import { notifyManager } from "./steps/lockout/notify-manager.ts";
import { removeAdminRoles } from "./steps/lockout/remove-admin-roles.ts";
import { removeSignInMethods } from "./steps/lockout/remove-sign-in-methods.ts";
import { resetPassword } from "./steps/lockout/reset-password.ts";
import { revokeSessions } from "./steps/lockout/revoke-sessions.ts";
import { revokeSessionsAgain } from "./steps/lockout/revoke-sessions-again.ts";
import { cancelMeetings } from "./steps/preserve/cancel-meetings.ts";
import { holdMailbox } from "./steps/preserve/hold-mailbox.ts";
import { listHolds } from "./steps/preserve/list-holds.ts";
import { removeInboxRules } from "./steps/preserve/remove-inbox-rules.ts";
import { requestExport } from "./steps/preserve/request-export.ts";
import { setAutoReply } from "./steps/preserve/set-auto-reply.ts";
import { removeLicences } from "./steps/reclaim/remove-licences.ts";
import { reportSeats } from "./steps/reclaim/report-seats.ts";
import { listOpenSessions } from "./steps/remove-rights/list-open-sessions.ts";
import { removeAppRoles } from "./steps/remove-rights/remove-app-roles.ts";
import { removeConsents } from "./steps/remove-rights/remove-consents.ts";
import { removeGroupMemberships } from "./steps/remove-rights/remove-group-memberships.ts";
import { removeMailboxRights } from "./steps/remove-rights/remove-mailbox-rights.ts";
import { enableAccount } from "./steps/restore/enable-account.ts";
import { followUpRestore } from "./steps/restore/follow-up-restore.ts";
import { giveSignIn } from "./steps/restore/give-sign-in.ts";
import { restoreAccount } from "./steps/restore/restore-account.ts";
import { tellRestoredPerson } from "./steps/restore/tell-restored-person.ts";
import { watchRestoredDrive } from "./steps/restore/watch-restored-drive.ts";
import { confirmLeftDrivePurge } from "./steps/retention/confirm-left-drive-purge.ts";
import { findLeftDrive } from "./steps/retention/find-left-drive.ts";
import { notifyCustodian } from "./steps/retention/notify-custodian.ts";
import { shareLeftDrive } from "./steps/retention/share-left-drive.ts";
import { watchDeletedAccount } from "./steps/retention/watch-deleted-account.ts";
import { watchLeftDrive } from "./steps/retention/watch-left-drive.ts";
import { snapshot } from "./steps/snapshot/snapshot.ts";

/** Every step there is, in plan order. A step that is not here does not exist; a test compares this list with the folder. */
export const steps: readonly Step[] = [
  announceLastDay,
  remindLastDay,
  snapshot,
  removeAdminRoles,
  askOnPremises,
  blockSignIn,
  revokeSessions,
  resetPassword,
  blockMailProtocols,
  removeSignInMethods,
  disableDevices,
  revokeSessionsAgain,
  confirmLockout,
  notifyManager,
  listPrivateComputers,
  retireManagedDevices,
  wipeManagedDevices,
  wipeMobileDevices,
  blockMobileDevices,
  confirmDeviceWipes,
  holdMailbox,
  listHolds,
  requestExport,
  removeInboxRules,
  cancelMeetings,
  setAutoReply,
  removeOldForwarding,
  convertMailbox,
  grantMailboxAccess,
  grantSendAs,
  forwardMail,
  hideFromAddressLists,
  transferGroupOwners,
  transferAppOwners,
  reassignDirectReports,
  unassignPhoneNumbers,
  leaveCallQueues,
  listAutomations,
  listSharingLinks,
  shareDrive,
  copyDrive,
  removeMailboxRights,
  listOpenSessions,
  removeConsents,
  removeAppRoles,
  removeGroupMemberships,
  removeLicences,
  reportSeats,
  recheckLockout,
  deleteAccount,
  findLeftDrive,
  shareLeftDrive,
  notifyCustodian,
  watchLeftDrive,
  confirmLeftDrivePurge,
  watchDeletedAccount,
  restoreAccount,
  giveSignIn,
  enableAccount,
  tellRestoredPerson,
  watchRestoredDrive,
  followUpRestore,
  readDriveClocks,
  closeCase,
];
