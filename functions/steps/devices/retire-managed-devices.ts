import { z } from "zod";
import { isOrdered, SeenManagedDevice, seenManaged } from "../../../shared/domain/device-orders.ts";
import { inTurns } from "../../../shared/domain/in-turns.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({ devices: z.array(SeenManagedDevice) });

/**
 * Orders that private and unknown devices give up the company's data, and the company's own where the policy does not
 * reset them. Done when the orders are seen: what the devices do with them is for confirm-device-wipes. There is no
 * way back: a retired device has to be enrolled again.
 *
 * @see https://learn.microsoft.com/graph/api/intune-devices-manageddevice-retire
 */
export const retireManagedDevices = defineStep({
  name: "retire-managed-devices",
  title: "Retire managed devices",
  section: "devices",
  after: ["block-sign-in", "list-private-computers"],
  permissions: ["DeviceManagementManagedDevices.Read.All", "DeviceManagementManagedDevices.PrivilegedOperations.All"],
  chain: 3,
  destructive: true,
  noWayBack: "A device that was retired has to be enrolled again: the person does that with the new way to sign in",
  shows: Shown,

  leftOut({ settings: { devices } }) {
    const none = devices.personal === "nothing" && devices.company !== "retire";
    return none ? "The policy retires no managed device" : undefined;
  },

  async observe(input) {
    const { leaver, tenant, settings, before } = input;
    const all = await tenant.managedDevices.of(leaver.id);
    if (all === undefined) return { kind: "not-applicable", because: "the tenant has no Intune" };
    const devices = all
      .filter(({ ownership }) =>
        ownership === "company" ? settings.devices.company === "retire" : settings.devices.personal === "account-only",
      )
      .map(seenManaged);
    if (devices.length === 0 && before === undefined) {
      return { kind: "not-applicable", because: "the leaver has no managed device that the policy retires" };
    }
    const open = devices.filter((device) => !isOrdered(device, input));
    return { kind: open.length === 0 ? "reached" : "different", shown: { devices } };
  },

  async change(input, { devices }) {
    const open = devices.filter((device) => !isOrdered(device, input));
    await inTurns(open, ({ id }) => input.tenant.managedDevices.retire(id));
  },
});
