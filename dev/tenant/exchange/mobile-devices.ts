import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type Cmdlets, flag, mailboxesNamed, oneMailbox, type Parameters, refuseOthers, word } from "./cmdlet.ts";
import { badParameter, notFound } from "./exchange-errors.ts";
import { isLive } from "./life.ts";
import type { MobileDevice } from "./mobile-device-book.ts";
import {
  cancelWipe,
  identityOf,
  orderWipe,
  type Partnership,
  partnershipNamed,
  removePartnership,
} from "./mobile-device-changes.ts";

/** Mail clients of mailboxes and orders to wipe them (m365-operations 6.3). */
export const mobileDeviceCmdlets: Cmdlets = {
  "get-mobiledevice": (state, parameters) => {
    refuseOthers(state, parameters, ["Mailbox", "Identity", "ResultSize"]);
    return { value: asked(state, parameters).map((partnership) => show(state, partnership)) };
  },
  "get-mobiledevicestatistics": (state, parameters) => {
    refuseOthers(state, parameters, ["Mailbox", "Identity"]);
    // Unlike its sister it never lists everybody's.
    if (parameters.Identity === undefined) oneMailbox(state, parameters, "Mailbox");
    return { value: asked(state, parameters).map(showStatistics) };
  },
  "clear-mobiledevice": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "AccountOnly", "Cancel", "Confirm", "NotificationEmailAddresses"]);
    const partnership = onePartnership(state, parameters);
    if (flag(parameters, "Cancel") === true) cancelWipe(state, partnership);
    else orderWipe(state, partnership, flag(parameters, "AccountOnly") === true);
    return { value: [] };
  },
  "remove-mobiledevice": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "Confirm"]);
    removePartnership(state, onePartnership(state, parameters));
    return { value: [] };
  },
};

function asked(state: TenantState, parameters: Parameters): readonly Partnership[] {
  if (parameters.Identity !== undefined) return [onePartnership(state, parameters)];
  return mailboxesNamed(state, parameters.Mailbox).flatMap((mailbox) =>
    state.mobileDevices.shown(mailbox).devices.map((device) => ({ mailbox, device })),
  );
}

function onePartnership(state: TenantState, parameters: Parameters): Partnership {
  const identity = word(parameters, "Identity");
  if (identity === undefined || identity === "") return badParameter("Identity");
  const found = partnershipNamed(state, identity);
  return found !== undefined && isLive(state, found.mailbox) ? found : notFound(identity);
}

function show(state: TenantState, partnership: Partnership): Record<string, unknown> {
  const { mailbox, device } = partnership;
  const blocked = state.mobileDevices.shown(mailbox).blockedIds.includes(device.deviceId);
  return {
    ...nameOf(partnership),
    DeviceId: device.deviceId,
    FriendlyName: `${mailbox.displayName}'s phone`,
    DeviceOS: "iOS 18.1",
    DeviceModel: device.model,
    DeviceType: typeOf(device),
    ClientType: device.client === "outlook" ? "REST" : "EAS",
    ClientVersion: device.client === "outlook" ? "161" : "16.1",
    UserDisplayName: mailbox.displayName,
    DeviceAccessState: blocked ? "Blocked" : "Allowed",
    DeviceAccessStateReason: blocked ? "Individual" : "Global",
    FirstSyncTime: new Date(device.firstSyncAt).toISOString(),
  };
}

function showStatistics(partnership: Partnership): Record<string, unknown> {
  const { device } = partnership;
  const { wipe } = device;
  const time = (at: number | null | undefined) => (at == null ? null : new Date(at).toISOString());
  return {
    ...nameOf(partnership),
    DeviceID: device.deviceId,
    DeviceType: typeOf(device),
    DevicePhoneNumber: phoneNumberOf(partnership.mailbox),
    IsRemoteWipeSupported: true,
    DeviceWipeRequestTime: time(wipe?.at),
    DeviceWipeSentTime: time(wipe?.acknowledgedAt),
    DeviceWipeAckTime: time(wipe?.acknowledgedAt),
  };
}

const nameOf = (partnership: Partnership) => ({
  Identity: identityOf(partnership),
  Guid: partnership.device.id,
});
const typeOf = ({ client }: MobileDevice) => (client === "outlook" ? "Outlook" : "iPhone");
/** Personal, as the service shows it: nothing of it may go further. */
const phoneNumberOf = ({ displayName }: Mailbox) => `*******${displayName.length}42`;
