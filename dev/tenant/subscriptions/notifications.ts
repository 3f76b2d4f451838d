import { randomUUID } from "node:crypto";
import type { UserChange } from "../delta/user-journal.ts";
import { seconds } from "../graph/shape.ts";
import { tenantId } from "../ids.ts";
import type { Subscription } from "./subscription-book.ts";

export type LifecycleEvent = "reauthorizationRequired" | "subscriptionRemoved" | "missed";

/** What a subscriber hears of a change: a deletion is an update, only the end for good is `deleted`. */
export function changeTypeOf({ kind }: UserChange): "updated" | "deleted" {
  return kind === "purged" ? "deleted" : "updated";
}

export function isAbout({ personId, changeTypes }: Subscription, change: UserChange): boolean {
  return (personId === null || personId === change.personId) && changeTypes.includes(changeTypeOf(change));
}

/** One item of a notification. It names the account and tells nothing about it. */
export function changeItem(subscription: Subscription, change: UserChange, sequence: number): Record<string, unknown> {
  const resource = `Users/${change.personId}`;
  return {
    id: randomUUID(),
    ...aboutSubscription(subscription),
    changeType: changeTypeOf(change),
    resource,
    resourceData: {
      "@odata.type": "#Microsoft.Graph.User",
      "@odata.id": resource,
      id: change.personId,
      organizationId: tenantId,
      sequenceNumber: sequenceNumber(change.at, sequence),
    },
  };
}

export function lifecycleItem(subscription: Subscription, lifecycleEvent: LifecycleEvent): Record<string, unknown> {
  return { ...aboutSubscription(subscription), lifecycleEvent };
}

function aboutSubscription({ id, expiresAt, clientState }: Subscription): Record<string, unknown> {
  return { subscriptionId: id, subscriptionExpirationDateTime: seconds(expiresAt), tenantId, clientState };
}

const ticksAt1970 = 621_355_968_000_000_000;

/** Ticks since the year 1, as the service counts; such numbers are multiples of 128 in JavaScript. */
function sequenceNumber(at: number, sequence: number): number {
  return ticksAt1970 + at * 10_000 + sequence * 128;
}
