import type { Delivery, EventContext, Receiver } from "rhea";
import { applicationProperties } from "../amqp/application-properties.ts";
import { type MessageParts, parseMessage, unpackBatch } from "../amqp/message-parts.ts";
import { type Refusal, tooLarge, undecodable } from "../amqp/refusal.ts";
import { accept, forget, refuse, reject } from "../amqp/rhea-internals.ts";
import { messageId } from "../amqp/system-properties.ts";
import type { FaultSubject } from "../faults.ts";
import type { Entity } from "../namespace/entity.ts";
import type { Entrance } from "../store/entrance.ts";
import { admissionRefusal } from "./admission.ts";
import { type LinkContext, runWithFaults } from "./link-context.ts";

const BATCH_FORMAT = 0x80013700;

/**
 * A link on which a client sends to a queue or topic. Credit is granted by rhea's window as soon as it is attached.
 * Returns what has to be called when the link is gone.
 */
export function openIntake(context: LinkContext, receiver: Receiver, entity: Entity, entrance: Entrance): () => void {
  receiver.on("message", (event: EventContext) => {
    const bytes: unknown = event.message;
    if (event.delivery !== undefined && Buffer.isBuffer(bytes)) take(context, entity, entrance, event.delivery, bytes);
  });
  return entity.gate.opened("send", (refusal) => refuse(receiver, refusal));
}

function take(context: LinkContext, entity: Entity, entrance: Entrance, delivery: Delivery, bytes: Buffer): void {
  const { faults, operations } = context.surroundings;
  operations.count("sends", entity.path);
  const messages = read(context, delivery, bytes);
  if ("condition" in messages) {
    reject(delivery, messages);
    return;
  }
  let refusal: Refusal | undefined;
  const struck = faults.strike("send", entity.path, "send", () => messages.map(asSubject));
  runWithFaults(context, struck, {
    connection: delivery.link.connection,
    perform: () => {
      refusal = admissionRefusal(entity, messages);
      if (refusal === undefined) entrance.accept(messages);
    },
    answer: () => (refusal === undefined ? accept(delivery) : reject(delivery, refusal)),
    refuse: (condition, description) => reject(delivery, { condition, description, status: 500 }),
    silence: () => forget(delivery),
  });
}

/** All messages of a transfer, or none and why: a batch is taken as a whole. */
function read(context: LinkContext, delivery: Delivery, bytes: Buffer): MessageParts[] | Refusal {
  if (bytes.length > context.maxMessageBytes) return tooLarge(bytes.length, context.maxMessageBytes);
  try {
    return delivery.format === BATCH_FORMAT ? unpackBatch(bytes) : [parseMessage(bytes)];
  } catch (error) {
    return undecodable(error);
  }
}

/** How fault rules see a message on its way in. */
export function asSubject(parts: MessageParts): FaultSubject {
  return { messageId: messageId(parts), applicationProperties: applicationProperties(parts) };
}
