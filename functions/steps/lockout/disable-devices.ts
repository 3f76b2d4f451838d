import { z } from "zod";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { defineStep } from "../../../shared/domain/step.ts";
import { together } from "../../../shared/domain/together.ts";

const Devices = z.array(z.object({ id: z.string(), enabled: z.boolean(), masteredOnPremises: z.boolean() }));

/** Disables registered and owned devices: they hold primary refresh tokens. Disabled, not deleted: keys stay. */
export const disableDevices = defineStep({
  name: "disable-devices",
  title: "Disable devices",
  section: "lockout",
  after: ["block-sign-in"],
  permissions: ["Device.ReadWrite.All", "User.Read.All"],
  chain: 3,
  shows: Devices,

  async observe({ leaver, tenant }) {
    const devices = [...(await tenant.directory.devices(leaver.id))];
    return { kind: devices.some((device) => device.enabled) ? "different" : "reached", shown: devices };
  },

  async change({ tenant }, devices) {
    const enabled = devices.filter((device) => device.enabled);
    const here = enabled.filter((device) => !device.masteredOnPremises);
    await together(here.map((device) => tenant.directory.disableDevice(device.id)));
    if (here.length < enabled.length) {
      throw new NeedsPersonError(
        "Disable the hybrid-joined computers in Active Directory, wait for the sync, then resume",
      );
    }
  },

  async undo({ tenant }, before) {
    const enabled = before.filter((device) => device.enabled && !device.masteredOnPremises);
    await together(enabled.map((device) => tenant.directory.enableDevice(device.id)));
  },
});
