import { mailboxGrant } from "../../../shared/domain/mailbox-grant.ts";

/** Opens the old mail to the successor, who does not get the right to send in the leaver's name by it (REQ-22). */
export const grantMailboxAccess = mailboxGrant({
  name: "grant-mailbox-access",
  title: "Grant access to the mailbox",
  section: "hand-over",
  right: "full-access",
  wanted: ({ mailbox }) => mailbox.fullAccess,
});
