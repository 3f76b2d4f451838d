import rhea from "rhea";
import { z } from "zod";
import { toUuidBytes } from "../../amqp/lock-token.ts";
import { notAllowed } from "../../amqp/refusal.ts";
import { encodeStored } from "../marks.ts";
import { Long, type ManagementOperation } from "./operation.ts";

const SETTLE_FIRST = 0;
const Request = z.object({
  "sequence-numbers": z.array(Long),
  "receiver-settle-mode": z.number(),
  "session-id": z.string().nullish(),
});

/** Hands out deferred messages: locked, or gone at once when the receiver settles first. */
export const receiveBySequenceNumber: ManagementOperation = ({ entity: { path, queue }, body }) => {
  if (queue === undefined) return { refusal: notAllowed(`Messages cannot be received from '${path}'.`) };
  const request = Request.parse(body);
  const received = queue.deliveries.receiveDeferred(
    request["sequence-numbers"],
    request["receiver-settle-mode"] === SETTLE_FIRST,
    request["session-id"] ?? undefined,
  );
  if (!Array.isArray(received)) return { refusal: received };
  const messages = received.map(([message, token]) => ({
    "lock-token": rhea.types.wrap_uuid(toUuidBytes(token)),
    message: rhea.types.wrap_binary(encodeStored(message)),
  }));
  return { status: 200, body: { messages } };
};
