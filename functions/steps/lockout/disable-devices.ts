import { z } from "zod";
import { leftToActiveDirectory } from "../../../shared/domain/left-to-active-directory.ts";
import { defineStep } from "../../../shared/domain/step.ts";
import { together } from "../../../shared/domain/together.ts";

const Devices = z.array(z.object({ id: z.string(), enabled: z.boolean(), masteredOnPremises: z.boolean() }));

const instruction = "Disable the hybrid-joined computers in Active Directory, wait for the sync, then resume (REQ-13)";

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

  /** Only when nothing is left that the cloud can do. */
  async guard(input, devices) {
    if (devices.some((device) => device.enabled && !device.masteredOnPremises)) return undefined;
    return leftToActiveDirectory(input, instruction);
  },

  async change(input, devices) {
    const { tenant } = input;
    const enabled = devices.filter((device) => device.enabled);
    const here = enabled.filter((device) => !device.masteredOnPremises);
    await together(here.map((device) => tenant.directory.disableDevice(device.id)));
    return here.length < enabled.length ? leftToActiveDirectory(input, instruction) : undefined;
  },

  async undo({ tenant }, before) {
    const enabled = before.filter((device) => device.enabled && !device.masteredOnPremises);
    await together(enabled.map((device) => tenant.directory.enableDevice(device.id)));
  },

  /** A device that is gone meanwhile is not missed. */
  isBack(devices, wanted) {
    const enabled = wanted.filter((device) => device.enabled && !device.masteredOnPremises);
    return enabled.every(({ id }) => devices.find((device) => device.id === id)?.enabled !== false);
  },
});
