import { z } from "zod";
import { NeedsPersonError } from "../../domain/errors.ts";
import type { LeaverId } from "../../domain/ids.ts";
import type { KnownDevice, ManagedDevice, ManagedDevices } from "../../domain/ports/managed-devices.ts";
import { refusalBehind, type ServiceAnswer } from "../service-answer.ts";
import type { GraphClient } from "./client.ts";
import { isGone } from "./errors.ts";
import { ManagedDeviceAnswer, managedDeviceFields } from "./managed-device-answers.ts";
import { type Operation, readDevices } from "./operations.ts";
import { path, quoted } from "./path.ts";

const readManaged: Operation = {
  what: "Reading the managed devices",
  permission: "DeviceManagementManagedDevices.Read.All",
};
const orderRemoval = (what: string): Operation => ({
  what,
  permission: "DeviceManagementManagedDevices.PrivilegedOperations.All",
});

const knownFields = "id,operatingSystem,trustType,isManaged";
const Known = z.object({
  "@odata.type": z.string().optional(),
  id: z.string().min(1),
  operatingSystem: z.string().nullish(),
  trustType: z.string().nullish(),
  isManaged: z.boolean().nullish(),
});

/** Intune and the directory's devices behind Microsoft Graph v1.0 (m365-operations 6.1, 6.2). */
export class GraphManagedDevices implements ManagedDevices {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async of(id: LeaverId): Promise<readonly ManagedDevice[] | undefined> {
    const filter = `userId eq ${quoted(id)}`;
    const all = path`deviceManagement/managedDevices?$filter=${filter}&$select=${managedDeviceFields}`;
    try {
      const devices = await this.#graph.list(all, ManagedDeviceAnswer, readManaged);
      // A filter that the service did not heed would name everybody's devices.
      if (devices.some(({ ownerId }) => ownerId !== id)) {
        throw new NeedsPersonError(`${readManaged.what}: Intune answered with devices of other people; do it by hand`);
      }
      return devices.map(({ device }) => device);
    } catch (error) {
      if (isWithoutIntune(refusalBehind(error))) return undefined;
      throw error;
    }
  }

  async find(id: LeaverId, deviceId: string): Promise<ManagedDevice | undefined> {
    const one = path`deviceManagement/managedDevices/${deviceId}?$select=${managedDeviceFields}`;
    const found = await unlessGone(this.#graph.get(one, ManagedDeviceAnswer, readManaged));
    return found?.ownerId === id ? found.device : undefined;
  }

  async retire(deviceId: string): Promise<void> {
    const order = path`deviceManagement/managedDevices/${deviceId}/retire`;
    await unlessGone(this.#graph.post(order, undefined, orderRemoval("Retiring a managed device")));
  }

  async wipe(deviceId: string): Promise<void> {
    const order = path`deviceManagement/managedDevices/${deviceId}/wipe`;
    const everything = { keepEnrollmentData: false, keepUserData: false };
    await unlessGone(this.#graph.post(order, everything, orderRemoval("Wiping a managed device")));
  }

  async known(id: LeaverId): Promise<readonly KnownDevice[]> {
    const lists = await Promise.all([
      this.#graph.list(path`users/${id}/registeredDevices?$select=${knownFields}`, Known, readDevices),
      this.#graph.list(path`users/${id}/ownedDevices?$select=${knownFields}`, Known, readDevices),
    ]);
    const devices = lists.flat().filter(isDevice).map(knownDevice);
    return [...new Map(devices.map((device) => [device.id, device])).values()];
  }
}

/** An application's endpoint is listed among the devices and is none. */
function isDevice(item: z.infer<typeof Known>): boolean {
  return (item["@odata.type"] ?? "#microsoft.graph.device") === "#microsoft.graph.device";
}

/** Phones and tablets; whatever else there is may be a computer. */
const handheld = /ios|ipad|iphone|android/i;

function knownDevice({ id, operatingSystem, trustType, isManaged }: z.infer<typeof Known>): KnownDevice {
  return {
    id,
    computer: !handheld.test(operatingSystem ?? ""),
    registeredOnly: trustType === "Workplace",
    managed: isManaged === true,
  };
}

async function unlessGone<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (isGone(refusalBehind(error))) return undefined;
    throw error;
  }
}

/** How Intune answers for a tenant that has no licence for it; it has no code of its own. */
function isWithoutIntune(answer: ServiceAnswer | undefined): boolean {
  return answer?.status === 400 && /not applicable to target tenant/i.test(answer.text());
}
