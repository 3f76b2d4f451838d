import rhea from "rhea";
import { z } from "zod";
import type { MessageParts } from "../../amqp/message-parts.ts";
import { notAllowed } from "../../amqp/refusal.ts";
import { sessionId } from "../../amqp/system-properties.ts";
import type { Entity } from "../../namespace/entity.ts";
import { encodeScheduled, encodeStored } from "../marks.ts";
import { Long, type ManagementOperation } from "./operation.ts";

const Request = z.object({
  "from-sequence-number": Long,
  "message-count": z.number().int().min(1),
  "session-id": z.string().nullish(),
  "omit-message-body": z.boolean().nullish(),
});

/** Shows messages of every state by number, without locking or counting. An empty peek answers 204, not 404. */
export const peekMessage: ManagementOperation = ({ entity, body }) => {
  if (entity.queue === undefined) {
    return { refusal: notAllowed(`Messages of the topic '${entity.path}' cannot be peeked.`) };
  }
  const request = Request.parse(body);
  const omitsBody = request["omit-message-body"] === true;
  const session = request["session-id"] ?? undefined;
  const messages: unknown[] = [];
  for (const { sequence, parts, encode } of bySequence(entity)) {
    if (sequence < request["from-sequence-number"]) continue;
    if (session !== undefined && sessionId(parts) !== session) continue;
    messages.push({ message: rhea.types.wrap_binary(encode(omitsBody)) });
    if (messages.length === request["message-count"]) break;
  }
  return messages.length === 0 ? { status: 204 } : { status: 200, body: { messages } };
};

interface Peekable {
  readonly sequence: number;
  readonly parts: MessageParts;
  readonly encode: (omitsBody: boolean) => Buffer;
}

function bySequence({ queue, entrance }: Entity): Peekable[] {
  const stored = [...(queue?.messages() ?? [])].map((message) => ({
    sequence: message.sequence,
    parts: message.parts,
    encode: (omitsBody: boolean) => encodeStored(message, omitsBody),
  }));
  const scheduled = [...(entrance?.scheduled() ?? [])].map((message) => ({
    sequence: message.sequence,
    parts: message.parts,
    encode: (omitsBody: boolean) => encodeScheduled(message, omitsBody),
  }));
  return [...stored, ...scheduled].sort((one, other) => one.sequence - other.sequence);
}
