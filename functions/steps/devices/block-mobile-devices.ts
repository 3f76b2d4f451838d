import { z } from "zod";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({
  /** What the clients of the mailbox call their devices. */
  deviceIds: z.array(z.string()),
  /** Of all that may not connect to the mailbox. */
  blocked: z.array(z.string()),
});

/**
 * Keeps the leaver's phones from connecting to the mailbox again, after their wipe was ordered: both, in this order
 * (REQ-28). The partnerships stay, as the orders travel with them.
 */
export const blockMobileDevices = defineStep({
  name: "block-mobile-devices",
  title: "Block phones from the mailbox",
  section: "devices",
  needs: ["wipe-mobile-devices"],
  after: ["block-sign-in"],
  permissions: ["Exchange.ManageAsApp"],
  chain: 6,
  shows: Shown,

  leftOut({ settings }) {
    return settings.devices.personal === "nothing" ? "The policy leaves private and unknown devices alone" : undefined;
  },

  async observe({ leaver, tenant, before }) {
    const [devices, blocked] = await Promise.all([
      tenant.mobileDevices.of(leaver.id),
      tenant.mobileDevices.blocked(leaver.id),
    ]);
    if (devices === undefined || blocked === undefined) {
      return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    }
    const deviceIds = [...new Set(devices.map(({ deviceId }) => deviceId))];
    if (deviceIds.length === 0 && before === undefined) {
      return { kind: "not-applicable", because: "no phone reads the leaver's mailbox" };
    }
    const open = notIn(blocked, deviceIds);
    return { kind: open.length === 0 ? "reached" : "different", shown: { deviceIds, blocked: [...blocked] } };
  },

  async change({ leaver, tenant }, { deviceIds, blocked }) {
    await tenant.mobileDevices.block(leaver.id, notIn(blocked, deviceIds));
  },

  async undo({ leaver, tenant }, { deviceIds, blocked }) {
    await tenant.mobileDevices.unblock(leaver.id, notIn(blocked, deviceIds));
  },

  isBack({ blocked }, wanted) {
    return notIn(wanted.blocked, wanted.deviceIds).every((id) => notIn(blocked, [id]).length === 1);
  },
});

function notIn(blocked: readonly string[], deviceIds: readonly string[]): string[] {
  const known = new Set(blocked.map((id) => id.toLowerCase()));
  return deviceIds.filter((id) => !known.has(id.toLowerCase()));
}
