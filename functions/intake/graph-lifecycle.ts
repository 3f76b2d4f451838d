import type { HttpRequest, HttpResponseInit } from "@azure/functions";
import { z } from "zod";
import type { SubscriptionEvent } from "../../shared/domain/ports/directory-events.ts";
import { directorySource } from "../../shared/domain/read-changes.ts";
import { type GraphEndpointDeps, graphEndpoint, type PartOf } from "./graph-endpoint.ts";

const kinds = {
  reauthorizationRequired: "subscription.reauthorize",
  subscriptionRemoved: "subscription.removed",
  missed: "subscription.missed",
} as const satisfies Record<string, SubscriptionEvent["kind"]>;

const Lifecycle = z.object({
  lifecycleEvent: z.enum(["reauthorizationRequired", "subscriptionRemoved", "missed"]),
});

/** Handler of `graph/lifecycle`: something is to be done about the subscription itself (section 5.5). */
export function graphLifecycle(deps: GraphEndpointDeps): (request: HttpRequest) => Promise<HttpResponseInit> {
  return graphEndpoint(lifecycleIn, deps);
}

/** Events have no id of their own: the same one within a minute is the same, and a later one is dealt with again. */
const lifecycleIn: PartOf = (item, receivedAt) => {
  const { data } = Lifecycle.safeParse(item);
  if (data === undefined) return undefined;
  const kind = kinds[data.lifecycleEvent];
  const minute = receivedAt.slice(0, "2026-01-01T00:00".length);
  return {
    key: JSON.stringify([item.subscriptionId, kind, minute]),
    events: [{ source: directorySource, kind, receivedAt }],
  };
};
