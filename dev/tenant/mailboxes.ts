import type { CasSettings, Mailbox } from "./model.ts";

/** All protocols on, SMTP submission as the tenant's default has it. */
export const allProtocolsOn: CasSettings = switches(true, null);
/** All protocols off. */
export const allProtocolsOff: CasSettings = switches(false, true);

function switches(on: boolean, smtpOff: boolean | null): CasSettings {
  return {
    ActiveSyncEnabled: on,
    OWAEnabled: on,
    OWAforDevicesEnabled: on,
    ECPEnabled: on,
    MAPIEnabled: on,
    EwsEnabled: on,
    ImapEnabled: on,
    PopEnabled: on,
    OutlookMobileEnabled: on,
    OneWinNativeOutlookEnabled: on,
    UniversalOutlookEnabled: on,
    MacOutlookEnabled: on,
    SmtpClientAuthenticationDisabled: smtpOff,
  };
}

/** Mailboxes, found by any identity that Exchange takes: ids, address or name. */
export class Mailboxes {
  readonly #all: Mailbox[] = [];
  readonly #byIdentity = new Map<string, Mailbox>();

  add(mailbox: Mailbox): void {
    this.#all.push(mailbox);
    for (const identity of [mailbox.personId, mailbox.exchangeGuid, mailbox.address, mailbox.displayName]) {
      this.#byIdentity.set(identity.toLowerCase(), mailbox);
    }
  }

  find(identity: string): Mailbox | undefined {
    return this.#byIdentity.get(identity.toLowerCase());
  }

  all(): readonly Mailbox[] {
    return this.#all;
  }
}
