import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import type { MobileDevice } from "./mobile-device-book.ts";

const sync = "mobile-device-sync";
/** A client asks for news so often. */
const syncMs = 15 * 60_000;

/** A client with the mailbox that it reads. */
export interface Partnership {
  readonly mailbox: Mailbox;
  readonly device: MobileDevice;
}

/** What clients do when they sync the next time. */
export function addMobileSync(state: TenantState): void {
  state.lags.register("mobileDevices", state.mobileDevices.replica);
  state.schedule.handle(sync, (id, at) => acknowledge(state, id, at));
}

/** The partnership with this `Guid` or `Identity`. */
export function partnershipNamed(state: TenantState, identity: string): Partnership | undefined {
  const asked = identity.toLowerCase();
  const holder = state.mailboxes.find(state.mobileDevices.holderOf(asked) ?? "");
  for (const mailbox of holder === undefined ? state.mailboxes.all() : [holder]) {
    const device = state.mobileDevices
      .of(mailbox)
      .devices.find((one) => one.id === asked || identityOf({ mailbox, device: one }).toLowerCase() === asked);
    if (device !== undefined) return { mailbox, device };
  }
  return undefined;
}

export function identityOf({ mailbox, device }: Partnership): string {
  const kind = device.client === "outlook" ? "REST§Outlook" : `EAS§${device.model}`;
  return `${mailbox.displayName}\\ExchangeActiveSyncDevices\\${kind}§${device.deviceId}`;
}

/**
 * Orders a wipe, anew each time. Without `accountOnly` the phone's own mail app resets the whole phone (FACT-15); Outlook
 * loses its own data in either case.
 */
export function orderWipe(state: TenantState, { mailbox, device }: Partnership, accountOnly: boolean): void {
  const onlyAccount = accountOnly || device.client === "outlook";
  const now = Date.now();
  put(state, { mailbox, device }, { ...device, wipe: { at: now, accountOnly: onlyAccount, acknowledgedAt: null } });
  tell(state, { mailbox, device }, onlyAccount ? "account-only-wipe" : "full-wipe");
  if (!device.offline) state.schedule.at(now + syncMs, sync, device.id);
}

export function cancelWipe(state: TenantState, { mailbox, device }: Partnership): void {
  if (device.wipe === null || device.wipe.acknowledgedAt !== null) return;
  state.schedule.cancel(sync, device.id);
  put(state, { mailbox, device }, { ...device, wipe: null });
  tell(state, { mailbox, device }, "cancel-wipe");
}

/** Ends the partnership, and with it an order that the client has not fetched. */
export function removePartnership(state: TenantState, { mailbox, device }: Partnership, by?: "hand"): void {
  state.schedule.cancel(sync, device.id);
  put(state, { mailbox, device }, undefined);
  tell(state, { mailbox, device }, "remove-mobile-device", by);
}

export function setBlockedIds(state: TenantState, mailbox: Mailbox, blockedIds: readonly string[]): boolean {
  const now = state.mobileDevices.of(mailbox);
  if (now.blockedIds.length === blockedIds.length && blockedIds.every((id) => now.blockedIds.includes(id)))
    return false;
  state.mobileDevices.set(mailbox, { ...now, blockedIds: [...blockedIds] });
  const { exchangeGuid: objectId, personId } = mailbox;
  const detail = { blocked: blockedIds.length };
  state.effects.add({ operation: "block-mobile-devices", objectId, personId, detail });
  return true;
}

/**
 * The client has fetched the order and carried it out. Over ActiveSync only while that is open; Outlook's data is also
 * taken away by the service behind it.
 */
function acknowledge(state: TenantState, id: string, at: number): void {
  const found = partnershipNamed(state, id);
  if (found?.device.wipe == null || found.device.wipe.acknowledgedAt !== null) return;
  const { mailbox, device } = found;
  if (device.client === "native" && mailbox.cas.ActiveSyncEnabled === false) return;
  put(state, found, { ...device, wipe: { ...found.device.wipe, acknowledgedAt: at } });
  tell(state, found, "mobile-device-wiped", "service", at);
}

function put(state: TenantState, { mailbox, device }: Partnership, after: MobileDevice | undefined): void {
  const now = state.mobileDevices.of(mailbox);
  const devices = now.devices.flatMap((one) => (one.id === device.id ? (after ?? []) : one));
  state.mobileDevices.set(mailbox, { ...now, devices });
}

function tell(
  state: TenantState,
  { mailbox: { personId }, device: { id: objectId } }: Partnership,
  operation: string,
  by?: "hand" | "service",
  at?: number,
): void {
  state.effects.add({ operation, objectId, personId, detail: {}, ...(by && { by }) }, at);
}
