import { guidOf } from "../ids.ts";
import type { Device, Person } from "../model.ts";
import type { MobileDevice, Partnerships } from "./mobile-device-book.ts";

const dayMs = 86_400_000;

/** Whoever has other mail clients than Outlook on the phone. */
const differing: Readonly<Record<string, (now: number) => readonly Partial<MobileDevice>[]>> = {
  ben: () => [{ client: "native", model: "iPhone15C2" }],
  clara: () => [{}, { client: "native", model: "iPad13C1", offline: true }],
  // Was wiped long ago, and is in use again.
  dario: (now) => [{ wipe: { at: now - 300 * dayMs, accountOnly: true, acknowledgedAt: now - 299 * dayMs } }],
  freja: () => [],
};

/** The mail clients of somebody as they were when they arrived here: whoever has a phone reads mail on it. */
export function mobileSeed({ key, createdAt }: Person, devices: readonly Device[]): Partnerships {
  // People are created 400 days before the tenant starts.
  const now = createdAt + 400 * dayMs;
  const hasPhone = devices.some(({ operatingSystem }) => operatingSystem === "iOS");
  const clients = differing[key]?.(now) ?? (hasPhone ? [{}] : []);
  return {
    devices: clients.map((more, index) => ({ ...usual(key, index, now), ...more })),
    blockedIds: key === "leaver03" ? ["F00DF00DF00DF00DF00DF00DF00DF00D"] : [],
  };
}

function usual(key: string, index: number, now: number): MobileDevice {
  return {
    id: guidOf(`mobile-device/${key}/${index}`),
    deviceId: guidOf(`mobile-device-id/${key}/${index}`).replaceAll("-", "").toUpperCase(),
    model: "Outlook for iOS and Android",
    client: "outlook",
    offline: false,
    firstSyncAt: now - 200 * dayMs,
    wipe: null,
  };
}
