import type { ManagedDevice } from "../../../dev/tenant/intune/managed-device.ts";
import type { CaseSettingsChange } from "../../../shared/domain/case-settings.ts";
import type { Choice } from "../../a-product.ts";
import type { Leaver } from "../../product/leaver.ts";
import type { Product } from "../../product/product.ts";

export const hourMs = 3_600_000;
export const minuteMs = 60_000;

/** Managed devices of somebody as they really stand. */
export function managedOf({ tenant: { state } }: Product, who: string): readonly ManagedDevice[] {
  return state.intune.of(state.person(who).id);
}

/** The one managed device of somebody that fits. */
export function deviceOf(product: Product, who: string, fits: Partial<ManagedDevice> = {}): ManagedDevice {
  const wanted = Object.entries(fits);
  const [device, ...others] = managedOf(product, who).filter((one) =>
    wanted.every(([name, value]) => one[name as keyof ManagedDevice] === value),
  );
  if (device === undefined || others.length > 0) throw new Error(`${who} has no such device, or several`);
  return device;
}

/** Mail clients of somebody, and the device ids that are blocked. */
export function phonesOf({ tenant: { state } }: Product, who: string) {
  const mailbox = state.mailboxes.find(state.person(who).id);
  if (mailbox === undefined) throw new Error(`${who} has no mailbox`);
  return { mailbox, ...state.mobileDevices.of(mailbox) };
}

/** Every effect that took everything off a device, whoever's it was. */
export function fullWipes({ tenant }: Product): readonly unknown[] {
  return tenant.effects().filter(({ operation }) => operation === "full-wipe" || operation === "wipe-managed-device");
}

/** A product whose policy is the usual one but for this, and holds nothing back for approval unless told. */
export function choosing(settings: CaseSettingsChange = {}): Choice {
  return { policy: { defaults: { end: "living-account", approvals: [], ...settings } } };
}

const untilOrders = [
  "delivery",
  "snapshot",
  "remove-admin-roles",
  "ask-on-premises",
  "block-sign-in",
  "list-private-computers",
  "retire-managed-devices",
  "wipe-managed-devices",
  "wipe-mobile-devices",
];

/** A case of somebody in which the orders to the devices were given, and nothing else but the block of the account. */
export async function withOrders(product: Product, who: string): Promise<Leaver> {
  product.terminate(who);
  await product.notice(who);
  for (const name of untilOrders) await product.run(name);
  return product.leaver(who);
}
