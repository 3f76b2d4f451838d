import { createHash } from "node:crypto";
import type { HttpRequest, HttpResponseInit } from "@azure/functions";
import { z } from "zod";
import { LeaverId } from "../../shared/domain/ids.ts";
import type { AccountEvent } from "../../shared/domain/ports/directory-events.ts";
import { directorySource } from "../../shared/domain/read-changes.ts";
import { type GraphEndpointDeps, graphEndpoint, type PartOf } from "./graph-endpoint.ts";

/** The path of the account in the item is never used, only its id (section 5.3). */
const Change = z.object({
  id: z.string().max(200).optional(),
  changeType: z.enum(["updated", "deleted"]),
  resourceData: z.object({ id: LeaverId, sequenceNumber: z.union([z.number(), z.string().max(40)]).optional() }),
});

/** Handler of `graph/notifications`: something happened to an account. */
export function graphNotifications(deps: GraphEndpointDeps): (request: HttpRequest) => Promise<HttpResponseInit> {
  return graphEndpoint(changeIn, deps);
}

/**
 * The same change has one key, however often and through however many subscriptions it is told: it is named by the account and
 * by its place in the service's own order.
 */
const changeIn: PartOf = (item, receivedAt) => {
  const { data } = Change.safeParse(item);
  if (data === undefined) return undefined;
  const { id: leaverId, sequenceNumber } = data.resourceData;
  const place = sequenceNumber ?? data.id ?? createHash("sha256").update(JSON.stringify(item)).digest("hex");
  const kind: AccountEvent["kind"] = data.changeType === "deleted" ? "account.purged" : "account.changed";
  return {
    key: JSON.stringify([leaverId, kind, place]),
    events: [{ source: directorySource, kind, leaverId, by: "notification", receivedAt }],
  };
};
