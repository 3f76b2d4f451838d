import { type AccountPorts, meetAccount } from "../../shared/domain/account-events.ts";
import { epochMs, type Instant } from "../../shared/domain/ids.ts";
import type { Verdict } from "../../shared/domain/intake.ts";
import { keepSubscription } from "../../shared/domain/keep-subscription.ts";
import type { DirectoryEvent, SubscriptionEvent } from "../../shared/domain/ports/directory-events.ts";
import { heardToleranceMs } from "../../shared/domain/ports/subscriptions.ts";
import { readChanges } from "../../shared/domain/read-changes.ts";
import type { WatchPorts } from "../../shared/domain/watch-directory.ts";

export type DirectoryPorts = AccountPorts & WatchPorts;

/**
 * Deals with what the directory told, behind queue `intake`. What the watchdog goes by is noted on the way: that a notification
 * came. The handler throws what a person or time has to mend, so that the event stays open.
 */
export function directoryEventHandler(ports: DirectoryPorts): (event: DirectoryEvent) => Promise<Verdict> {
  let notedAt: Instant | undefined;
  const noteHeard = async (at: Instant) => {
    if (notedAt !== undefined && epochMs(at) - epochMs(notedAt) < heardToleranceMs) return;
    await ports.subscriptionStore.heard(at);
    notedAt = at;
  };
  return async (event) => {
    if (!("leaverId" in event)) return await meetLifecycle(event, ports);
    if (event.by === "notification") await noteHeard(event.receivedAt);
    return await meetAccount(event, ports);
  };
}

async function meetLifecycle({ kind }: SubscriptionEvent, ports: WatchPorts): Promise<Verdict> {
  switch (kind) {
    case "subscription.reauthorize":
      if (await keepSubscription("renewal", ports)) await readChanges(ports);
      return settled("the subscription was authorized anew");
    case "subscription.removed":
      await keepSubscription("replacement", ports);
      await readChanges(ports);
      return settled("the subscription was made anew, and what it may have missed was read");
    case "subscription.missed":
      await readChanges(ports);
      return settled("what the subscription missed was read");
    default:
      return kind satisfies never;
  }
}

function settled(because: string): Verdict {
  return { bucket: "joined", caseId: undefined, because };
}
