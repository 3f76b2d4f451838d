import { mailboxGrant } from "../../../shared/domain/mailbox-grant.ts";

/** Lets the successor answer from the leaver's address, for which the policy has to ask (REQ-21). */
export const grantSendAs = mailboxGrant({
  name: "grant-send-as",
  title: "Grant sending in the leaver's name",
  section: "hand-over",
  right: "send-as",
  wanted: ({ mailbox }) => mailbox.sendAs,
});
