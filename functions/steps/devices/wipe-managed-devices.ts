import { z } from "zod";
import { isOrdered, SeenManagedDevice, seenManaged } from "../../../shared/domain/device-orders.ts";
import { inTurns } from "../../../shared/domain/in-turns.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({ devices: z.array(SeenManagedDevice) });

/**
 * Orders that the company's devices are reset, where the policy says so and a person has approved it (R-52, REQ-29). It is
 * the only step that takes everything off a device: Exchange is only ever asked for the account. There is no way back.
 *
 * @see https://learn.microsoft.com/graph/api/intune-devices-manageddevice-wipe
 */
export const wipeManagedDevices = defineStep({
  name: "wipe-managed-devices",
  title: "Wipe company devices",
  section: "devices",
  after: ["block-sign-in", "list-private-computers"],
  // The right to retire covers the wipe as well: to grant the right to change devices besides would be one too many.
  permissions: ["DeviceManagementManagedDevices.Read.All", "DeviceManagementManagedDevices.PrivilegedOperations.All"],
  chain: 4,
  destructive: true,
  noWayBack: "A device that was wiped has to be set up and enrolled again",
  shows: Shown,

  leftOut({ settings }) {
    return settings.devices.company === "wipe" ? undefined : "The policy wipes no device";
  },

  async observe(input) {
    const { leaver, tenant, before } = input;
    const all = await tenant.managedDevices.of(leaver.id);
    if (all === undefined) return { kind: "not-applicable", because: "the tenant has no Intune" };
    const devices = all.filter(({ ownership }) => ownership === "company").map(seenManaged);
    if (devices.length === 0 && before === undefined) {
      return { kind: "not-applicable", because: "the leaver has no managed device of the company" };
    }
    const open = devices.filter((device) => !isOrdered(device, input));
    return { kind: open.length === 0 ? "reached" : "different", shown: { devices } };
  },

  /** each device is asked for once more by itself, as lists trail behind; unknown is not the company's. */
  async guard(input, { devices }) {
    const open = devices.filter((device) => !isOrdered(device, input));
    const now = await inTurns(open, ({ id }) => input.tenant.managedDevices.find(input.leaver.id, id));
    return now.every((device) => device?.ownership === "company") ? undefined : { kind: "person", because: notCompany };
  },

  async change(input, { devices }) {
    const open = devices.filter((device) => !isOrdered(device, input));
    await inTurns(open, ({ id }) => input.tenant.managedDevices.wipe(id));
  },
});

const notCompany =
  "A device that was to be wiped is not seen as the leaver's company device any more: look at the owner and the ownership in Intune, then resume (R-52)";
