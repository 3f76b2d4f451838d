import { keepWatch, type WatchPorts } from "../../shared/domain/watch-directory.ts";

/** Every 15 minutes, UTC: one list at Graph each time, so that a subscription that somebody took away is missed soon. */
export const subscriptionsSchedule = "40 5,20,35,50 * * * *";

/** Handler of the timer that keeps the subscription to changes of users. */
export function subscriptionsHandler(ports: WatchPorts): () => Promise<void> {
  return async () => await keepWatch(ports);
}
