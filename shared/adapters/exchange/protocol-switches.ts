import { z } from "zod";
import type { ProtocolSwitches } from "../../domain/ports/mailboxes.ts";

/** Absent or null: Exchange shows no value of the mailbox's own. */
const toggle = z
  .boolean()
  .nullish()
  .transform((value) => value ?? null);

const Shown = z.object({
  ExternalDirectoryObjectId: z.string(),
  ActiveSyncEnabled: toggle,
  OWAEnabled: toggle,
  OWAforDevicesEnabled: toggle,
  MAPIEnabled: toggle,
  EwsEnabled: toggle,
  ImapEnabled: toggle,
  PopEnabled: toggle,
  SmtpClientAuthenticationDisabled: toggle,
  OutlookMobileEnabled: toggle,
  OneWinNativeOutlookEnabled: toggle,
  MacOutlookEnabled: toggle,
  UniversalOutlookEnabled: toggle,
  ECPEnabled: toggle,
});

/** What to ask `Get-CASMailbox` for: every switch, and whose mailbox it is. */
export const casMailboxProperties = Object.keys(Shown.shape);

/**
 * A mailbox as `Get-CASMailbox` shows it.
 *
 * @see https://learn.microsoft.com/powershell/module/exchange/get-casmailbox
 */
export const CasMailbox = Shown.transform((shown) => {
  const switches: ProtocolSwitches = {
    activeSync: shown.ActiveSyncEnabled,
    webmail: shown.OWAEnabled,
    webmailForDevices: shown.OWAforDevicesEnabled,
    mapi: shown.MAPIEnabled,
    ews: shown.EwsEnabled,
    imap: shown.ImapEnabled,
    pop: shown.PopEnabled,
    smtpSubmission: opposite(shown.SmtpClientAuthenticationDisabled),
    outlookMobile: shown.OutlookMobileEnabled,
    newOutlookForWindows: shown.OneWinNativeOutlookEnabled,
    outlookForMac: shown.MacOutlookEnabled,
    universalMailApp: shown.UniversalOutlookEnabled,
    exchangeControlPanel: shown.ECPEnabled,
  };
  return { ownerId: shown.ExternalDirectoryObjectId.toLowerCase(), switches };
});

/** Parameters of `Set-CASMailbox`. A null is sent for SMTP submission only, where it means the tenant's default. */
export function casParameters(switches: ProtocolSwitches): Readonly<Record<string, boolean | null>> {
  const set = {
    ActiveSyncEnabled: switches.activeSync,
    OWAEnabled: switches.webmail,
    OWAforDevicesEnabled: switches.webmailForDevices,
    MAPIEnabled: switches.mapi,
    EwsEnabled: switches.ews,
    ImapEnabled: switches.imap,
    PopEnabled: switches.pop,
    OutlookMobileEnabled: switches.outlookMobile,
    OneWinNativeOutlookEnabled: switches.newOutlookForWindows,
    MacOutlookEnabled: switches.outlookForMac,
    UniversalOutlookEnabled: switches.universalMailApp,
    ECPEnabled: switches.exchangeControlPanel,
  };
  const known = Object.entries(set).filter(([, open]) => open !== null);
  return { ...Object.fromEntries(known), SmtpClientAuthenticationDisabled: opposite(switches.smtpSubmission) };
}

function opposite(value: boolean | null): boolean | null {
  return value === null ? null : !value;
}
