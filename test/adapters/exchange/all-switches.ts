import type { ProtocolSwitches } from "../../../shared/domain/ports/mailboxes.ts";

/** All mail paths alike. */
export function allSwitches(open: boolean): ProtocolSwitches {
  return {
    activeSync: open,
    webmail: open,
    webmailForDevices: open,
    mapi: open,
    ews: open,
    imap: open,
    pop: open,
    smtpSubmission: open,
    outlookMobile: open,
    newOutlookForWindows: open,
    outlookForMac: open,
    universalMailApp: open,
    exchangeControlPanel: open,
  };
}
