import { z } from "zod";
import { isWipeOrdered, SeenMobileDevice, seenMobile } from "../../../shared/domain/device-orders.ts";
import { inTurns } from "../../../shared/domain/in-turns.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({ devices: z.array(SeenMobileDevice) });

/**
 * Orders that every mail client gives up the account's data, and nothing else of the phone: Exchange does not know whose a
 * phone is (R-52, FACT-15). Done when the orders are seen; they travel with the partnership, which stays.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/clear-mobiledevice
 */
export const wipeMobileDevices = defineStep({
  name: "wipe-mobile-devices",
  title: "Wipe mail from phones",
  section: "devices",
  after: ["block-sign-in"],
  permissions: ["Exchange.ManageAsApp"],
  chain: 5,
  destructive: true,
  shows: Shown,

  leftOut({ settings }) {
    return settings.devices.personal === "nothing" ? "The policy leaves private and unknown devices alone" : undefined;
  },

  async observe(input) {
    const { leaver, tenant, before } = input;
    const all = await tenant.mobileDevices.of(leaver.id);
    if (all === undefined) return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    const devices = all.map(seenMobile);
    if (devices.length === 0 && before === undefined) {
      return { kind: "not-applicable", because: "no phone reads the leaver's mailbox" };
    }
    const open = devices.filter((device) => !isWipeOrdered(device, input));
    return { kind: open.length === 0 ? "reached" : "different", shown: { devices } };
  },

  async change(input, { devices }) {
    const open = devices.filter((device) => !isWipeOrdered(device, input));
    await inTurns(open, ({ id }) => input.tenant.mobileDevices.wipeAccount(id));
  },

  /** Takes back what no client has fetched yet. Where one has, the person adds the account to the phone again. */
  async undo(input, before) {
    const ours = before.devices.filter((device) => !isWipeOrdered(device, input)).map(({ id }) => id);
    const now = (await input.tenant.mobileDevices.of(input.leaver.id)) ?? [];
    const waiting = now.filter(({ id, wipe }) => ours.includes(id) && wipe?.acknowledged === false);
    await inTurns(waiting, ({ id }) => input.tenant.mobileDevices.cancelWipe(id));
  },

  /** No order of ours waits any more. A client that was replaced meanwhile needs none. */
  isBack({ devices }, wanted) {
    const ordered = new Set(wanted.devices.flatMap(({ id, wipe }) => (wipe?.acknowledged === false ? id : [])));
    return devices.every(({ id, wipe }) => wipe?.acknowledged !== false || ordered.has(id));
  },
});
