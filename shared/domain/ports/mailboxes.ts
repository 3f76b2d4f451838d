import type { LeaverId } from "../ids.ts";

/** The mail paths of a mailbox (REQ-08 to REQ-11, offboarding-rules 5.3). */
export const mailProtocols = [
  "activeSync",
  "webmail",
  "webmailForDevices",
  "mapi",
  "ews",
  "imap",
  "pop",
  "smtpSubmission",
  "outlookMobile",
  "newOutlookForWindows",
  "outlookForMac",
  "universalMailApp",
  "exchangeControlPanel",
] as const;
export type MailProtocol = (typeof mailProtocols)[number];

/** True: open. `smtpSubmission` is null where the mailbox follows the tenant's default. */
export type ProtocolSwitches = Readonly<Record<MailProtocol, boolean | null>>;

/** Mailboxes. Same errors as `Directory`. */
export interface Mailboxes {
  /** The switches as the mailbox shows them now; undefined when the person has no cloud mailbox. */
  protocols(id: LeaverId): Promise<ProtocolSwitches | undefined>;
  setProtocols(id: LeaverId, switches: ProtocolSwitches): Promise<void>;
}
