import type { NotificationAddress } from "../../shared/domain/keep-subscription.ts";
import { type Environment, SettingError } from "./require.ts";

/** Routes that Graph calls, below `/api/`. */
export const graphRoutes = { notifications: "graph/notifications", lifecycle: "graph/lifecycle" } as const;

/**
 * Where Graph reaches this app: `PUBLIC_ORIGIN`, or what Azure says the app is called. `off` stands for an app that the Internet
 * cannot reach; then delta queries do alone, and a deletion is noticed within 15 minutes.
 *
 * @throws {SettingError} it is no origin, or not https (http is for this machine alone)
 */
export function notificationAddress(environment: Environment): NotificationAddress | undefined {
  const set = environment.PUBLIC_ORIGIN?.trim();
  if (set === "off") return undefined;
  // With a port it is somebody's own machine, which nobody outside can call.
  const hosted = environment.WEBSITE_HOSTNAME?.trim();
  const origin = set || (hosted && !hosted.includes(":") ? `https://${hosted}` : undefined);
  if (origin === undefined) return undefined;
  if (!isOrigin(origin)) throw new SettingError("PUBLIC_ORIGIN", "must be an https address without a path, or off");
  const base = `${new URL(origin).origin}/api`;
  return {
    notificationUrl: `${base}/${graphRoutes.notifications}`,
    lifecycleUrl: `${base}/${graphRoutes.lifecycle}`,
  };
}

function isOrigin(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.href !== `${url.origin}/`) return false;
  const isHere = url.hostname === "127.0.0.1" || url.hostname === "localhost";
  return url.protocol === "https:" || (url.protocol === "http:" && isHere);
}
