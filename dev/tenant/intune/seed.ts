import { guidOf } from "../ids.ts";
import type { Device, Person } from "../model.ts";
import type { ManagedDevice } from "./managed-device.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

type Kind = "laptop" | "phone" | "hybrid-laptop" | "private-laptop";

/** Who differs from the usual: the company's joined computers are managed, and phones are not. */
const differing: Readonly<Record<string, Partial<Record<Kind, (now: number) => Partial<ManagedDevice>>>>> = {
  anna: { phone: () => ({ ownership: "personal" }) },
  ben: {
    laptop: (now) => ({ offline: true, checkedInAt: now - 20 * dayMs }),
    phone: () => ({ ownership: "company" }),
  },
  clara: {
    laptop: () => ({ ownership: "unknown" }),
    phone: (now) => ({ ownership: "personal", offline: true, checkedInAt: now - 3 * dayMs }),
  },
  leaver02: {
    laptop: (now) => ({
      offline: true,
      order: { action: "retire", state: "pending", at: now - dayMs, updatedAt: now - dayMs },
    }),
  },
  leaver06: { laptop: () => ({ failing: true }) },
  leaver07: { phone: () => ({ ownership: "personal" }) },
  leaver10: { phone: () => ({ ownership: "company" }) },
};

/** What Intune manages of a person as it was when they arrived here, of their devices in the directory. */
export function managedSeed({ key, createdAt }: Person, devices: readonly Device[]): readonly ManagedDevice[] {
  // People are created 400 days before the tenant starts.
  const now = createdAt + 400 * dayMs;
  return devices.flatMap((device) => {
    const kind = kindOf(key, device);
    const more = kind === undefined ? undefined : differing[key]?.[kind];
    if (device.trustType === "Workplace" && more === undefined) return [];
    return { ...usual(key, device, now), ...more?.(now) };
  });
}

function usual(
  key: string,
  { id, ownerId, deviceId, displayName, operatingSystem }: Device,
  now: number,
): ManagedDevice {
  return {
    id: guidOf(`managed-device/${key}/${id}`),
    userId: ownerId,
    directoryId: deviceId,
    name: displayName,
    operatingSystem,
    ownership: "company",
    offline: false,
    failing: false,
    checkedInAt: now - hourMs,
    order: null,
  };
}

const kinds: readonly Kind[] = ["laptop", "phone", "hybrid-laptop", "private-laptop"];

function kindOf(key: string, { id }: Device): Kind | undefined {
  return kinds.find((kind) => id === guidOf(`device/${key}/${kind}`));
}
