import { z } from "zod";
import type { KnownDevice } from "../../../shared/domain/ports/managed-devices.ts";
import { Risk } from "../../../shared/domain/risk.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({
  /** Registered or owned devices in the directory. */
  devices: z.int(),
  unmanaged: z.int(),
  risks: z.array(Risk),
});

/**
 * Lists what no order reaches: private computers, whose synced files stay whatever is ordered, and devices that are
 * not managed here, which another system may manage (REQ-30). First of its section: a retired device is managed no more.
 */
export const listPrivateComputers = defineStep({
  name: "list-private-computers",
  title: "List private computers",
  section: "devices",
  after: ["block-sign-in"],
  permissions: ["User.Read.All"],
  chain: 1,
  shows: Shown,

  async observe({ leaver, tenant }) {
    const devices = await tenant.managedDevices.known(leaver.id);
    if (devices.length === 0) return { kind: "not-applicable", because: "the directory knows no device of the leaver" };
    const unmanaged = devices.filter((device) => !device.managed).length;
    const risks = [...devices.flatMap(privateComputer), ...(unmanaged > 0 ? [elsewhere(unmanaged)] : [])];
    return { kind: "reached", shown: { devices: devices.length, unmanaged, risks } };
  },
});

/** Also where it is managed: retiring takes away what was brought by management, and no synced file. */
function privateComputer({ id, computer, registeredOnly }: KnownDevice): Risk[] {
  if (!computer || !registeredOnly) return [];
  const what =
    "A private computer may hold files that were synced from OneDrive or SharePoint: they cannot be recovered or removed, and the leaver keeps them (REQ-31, REQ-32); ask for a written confirmation of deletion";
  return [{ rule: "R-55", what, objectId: id }];
}

function elsewhere(unmanaged: number): Risk {
  const what = `${unmanaged} registered devices are not managed by Intune: remove them and the leaver from any other device management system`;
  return { rule: "REQ-30", what };
}
