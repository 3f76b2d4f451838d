import type { Receiver, Sender } from "rhea";
import { entityNotFound, notAllowed, type Refusal } from "../amqp/refusal.ts";
import { breakConnection } from "../amqp/rhea-internals.ts";
import type { Entity } from "../entities.ts";
import type { Entrance } from "../store/entrance.ts";
import type { MessageQueue } from "../store/message-queue.ts";
import type { LinkContext } from "./link-context.ts";

/** Where an address that a client attached to leads. */
export type Destination =
  | { readonly kind: "cbs" }
  | { readonly kind: "management"; readonly entity: Entity }
  | { readonly kind: "intake"; readonly entrance: Entrance }
  | { readonly kind: "outlet"; readonly queue: MessageQueue }
  | { readonly kind: "refused"; readonly refusal: Refusal };

const CBS = "$cbs";
const MANAGEMENT = "/$management";
const SESSION_FILTER = "com.microsoft:session-filter";

/** Where a client's sending link leads. */
export function whereToSend(context: LinkContext, link: Receiver, address: string): Destination {
  return lead(context, link, address, ({ entrance }) =>
    entrance === undefined
      ? { kind: "refused", refusal: notAllowed(`Messages cannot be sent to '${address}'.`) }
      : { kind: "intake", entrance },
  );
}

/** Where a client's receiving link leads. */
export function whereToReceive(context: LinkContext, link: Sender, address: string): Destination {
  return lead(context, link, address, ({ queue }) => {
    if (queue === undefined) {
      const refusal = notAllowed(`Messages of the topic '${address}' are received from its subscriptions.`);
      return { kind: "refused", refusal };
    }
    if (link.source?.filter && SESSION_FILTER in link.source.filter) {
      const refusal = notAllowed(`'${address}' has no sessions: a receiver with a session cannot be created.`);
      return { kind: "refused", refusal };
    }
    return { kind: "outlet", queue };
  });
}

function lead(
  context: LinkContext,
  link: Sender | Receiver,
  address: string,
  toEntity: (entity: Entity) => Destination,
): Destination {
  if (address === CBS) return { kind: "cbs" };
  const isManagement = address.toLowerCase().endsWith(MANAGEMENT);
  const entity = context.entities.find(isManagement ? address.slice(0, -MANAGEMENT.length) : address);
  if (entity === undefined) return { kind: "refused", refusal: entityNotFound(address) };
  const refusal = struck(context, link, entity);
  if (refusal !== undefined) return { kind: "refused", refusal };
  return isManagement ? { kind: "management", entity } : toEntity(entity);
}

/** The scripted faults at this attach: the connection breaks, or the link is refused. */
function struck({ surroundings }: LinkContext, link: Sender | Receiver, entity: Entity): Refusal | undefined {
  for (const fault of surroundings.faults.strike("attach", entity.path, "attach", () => [{}])) {
    if (fault.kind === "drop-connection") breakConnection(link.connection, fault.when === "after");
    if (fault.kind !== "reject") continue;
    return { condition: fault.condition, description: fault.description ?? "A scripted fault", status: 500 };
  }
  return undefined;
}
