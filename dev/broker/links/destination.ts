import type { Receiver, Sender } from "rhea";
import { entityNotFound, notAllowed, type Refusal } from "../amqp/refusal.ts";
import { breakConnection } from "../amqp/rhea-internals.ts";
import type { Entity } from "../namespace/entity.ts";
import type { Entrance } from "../store/entrance.ts";
import type { MessageQueue } from "../store/message-queue.ts";
import type { Sessions } from "../store/sessions.ts";
import type { LinkContext } from "./link-context.ts";
import { type SessionRequest, sessionRequest } from "./session-request.ts";

/** Where an address that a client attached to leads. */
export type Destination =
  | { readonly kind: "cbs" }
  | { readonly kind: "management"; readonly entity: Entity }
  | { readonly kind: "intake"; readonly entity: Entity; readonly entrance: Entrance }
  | { readonly kind: "outlet"; readonly entity: Entity; readonly queue: MessageQueue }
  | {
      readonly kind: "session";
      readonly entity: Entity;
      readonly queue: MessageQueue;
      readonly sessions: Sessions;
      readonly request: SessionRequest;
    }
  | { readonly kind: "refused"; readonly refusal: Refusal };

const CBS = "$cbs";
const MANAGEMENT = "/$management";

/** Where a client's sending link leads. */
export function whereToSend(context: LinkContext, link: Receiver, address: string): Destination {
  return lead(context, link, address, (entity) => {
    const { entrance } = entity;
    if (entrance === undefined) return refused(notAllowed(`Messages cannot be sent to '${address}'.`));
    const blocked = entity.gate.refusal("send");
    return blocked === undefined ? { kind: "intake", entity, entrance } : refused(blocked);
  });
}

/** Where a client's receiving link leads. */
export function whereToReceive(context: LinkContext, link: Sender, address: string): Destination {
  return lead(context, link, address, (entity) => {
    const { queue, forwardsTo, gate } = entity;
    if (queue === undefined) {
      return refused(notAllowed(`Messages of the topic '${address}' are received from its subscriptions.`));
    }
    if (forwardsTo !== undefined) {
      return refused(
        notAllowed(
          `'${address}' forwards to '${forwardsTo}': a receiver cannot be created on an entity that forwards.`,
        ),
      );
    }
    const blocked = gate.refusal("receive");
    return blocked === undefined ? outlet(link, entity, queue) : refused(blocked);
  });
}

function outlet(link: Sender, entity: Entity, queue: MessageQueue): Destination {
  const request = sessionRequest(link);
  const { sessions } = queue;
  if (sessions === undefined) {
    if (request === undefined) return { kind: "outlet", entity, queue };
    return refused(
      notAllowed(
        `A sessionful message receiver cannot be created on '${entity.path}', which does not require sessions. Set RequiresSession when the entity is created to have sessions.`,
      ),
    );
  }
  if (request !== undefined) return { kind: "session", entity, queue, sessions, request };
  return refused(
    notAllowed(
      `It is not possible for '${entity.path}', an entity that requires sessions, to create a non-sessionful message receiver.`,
    ),
  );
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
  if (entity === undefined) return refused(entityNotFound(urlOf(link, address)));
  const refusal = struck(context, link, entity);
  if (refusal !== undefined) return refused(refusal);
  return isManagement ? { kind: "management", entity } : toEntity(entity);
}

/** The real service names what it did not find by the host that the client asked for. */
function urlOf({ connection }: Sender | Receiver, address: string): string {
  const host: unknown = connection.hostname;
  return typeof host === "string" ? `sb://${host}/${address}` : address;
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

function refused(refusal: Refusal): Destination {
  return { kind: "refused", refusal };
}
