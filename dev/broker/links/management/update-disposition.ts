import { z } from "zod";
import { fromUuidBytes } from "../../amqp/lock-token.ts";
import { notAllowed } from "../../amqp/refusal.ts";
import { Session } from "../../store/session.ts";
import type { Settlement } from "../../store/stored-message.ts";
import type { ManagementOperation } from "./operation.ts";

// "defered" is how the service spells it; "suspended" is its word for dead-lettering.
const Request = z.object({
  "lock-tokens": z.array(z.instanceof(Buffer)).min(1),
  "disposition-status": z.enum(["completed", "abandoned", "defered", "suspended"]),
  "deadletter-reason": z.string().nullish(),
  "deadletter-description": z.string().nullish(),
  "session-id": z.string().nullish(),
  "properties-to-modify": z.record(z.string(), z.unknown()).nullish(),
});

/** Settles messages by lock token, for receivers whose link is gone and for messages received by number. */
export const updateDisposition: ManagementOperation = ({ entity: { path, queue }, body }) => {
  if (queue === undefined) return { refusal: notAllowed(`Nothing is locked at '${path}'.`) };
  const request = Request.parse(body);
  const session = request["session-id"] ?? undefined;
  if (session !== undefined && queue.sessions !== undefined) {
    const held = queue.sessions.lockedBy(session, undefined);
    if (!(held instanceof Session)) return { refusal: held };
  }
  for (const token of request["lock-tokens"]) {
    const refusal = queue.deliveries.settle(fromUuidBytes(token), settlementFor(request));
    if (refusal !== undefined) return { refusal };
  }
  return { status: 200 };
};

function settlementFor(request: z.infer<typeof Request>): Settlement {
  const changes = request["properties-to-modify"] ?? {};
  const status = request["disposition-status"];
  switch (status) {
    case "completed":
      return { kind: "complete" };
    case "abandoned":
      return { kind: "abandon", changes };
    case "defered":
      return { kind: "defer", changes };
    case "suspended":
      return { kind: "dead-letter", changes: { ...changes, ...deadLetterProperties(request) } };
    default:
      return status satisfies never;
  }
}

function deadLetterProperties(request: z.infer<typeof Request>): Record<string, string> {
  const reason = request["deadletter-reason"];
  const description = request["deadletter-description"];
  return {
    ...(reason ? { DeadLetterReason: reason } : {}),
    ...(description ? { DeadLetterErrorDescription: description } : {}),
  };
}
