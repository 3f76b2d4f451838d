import type { MessageParts } from "../amqp/message-parts.ts";
import { notAllowed, outOfRange, quotaExceeded, type Refusal } from "../amqp/refusal.ts";
import { messageId, sessionId } from "../amqp/system-properties.ts";
import { heldBytes } from "../counts.ts";
import type { Entity } from "../namespace/entity.ts";

/** Message and session ids may have this many characters. */
const LONGEST_ID = 128;

/** Why an entity does not take these messages, all of them; undefined when it does. */
export function admissionRefusal(entity: Entity, messages: readonly MessageParts[]): Refusal | undefined {
  const { path, gate } = entity;
  const blocked = gate.refusal("send");
  if (blocked !== undefined) return blocked;
  if (heldBytes(entity) >= gate.maxBytes) return quotaExceeded(path, gate.maxBytes);
  for (const parts of messages) {
    if (entity.queue?.sessions !== undefined && sessionId(parts) === undefined) {
      return notAllowed(
        `The SessionId was not set on a message, and it cannot be sent to '${path}'. Entities that have session support enabled can only receive messages that have the SessionId set to a valid value.`,
      );
    }
    if (parts.properties.length > LONGEST_ID && hasLongId(parts)) {
      return outOfRange(`Message and session ids have at most ${LONGEST_ID} characters.`);
    }
  }
  return undefined;
}

function hasLongId(parts: MessageParts): boolean {
  return messageId(parts).length > LONGEST_ID || (sessionId(parts)?.length ?? 0) > LONGEST_ID;
}
