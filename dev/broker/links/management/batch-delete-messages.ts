import { isDate } from "node:util/types";
import rhea from "rhea";
import { z } from "zod";
import { notAllowed } from "../../amqp/refusal.ts";
import type { ManagementOperation } from "./operation.ts";

/** The service deletes at most this many at once. */
const MOST = 4000;

const Request = z.object({
  "message-count": z.number().int().min(1).max(MOST),
  "enqueued-time-utc": z.custom<Date>(isDate).nullish(),
  "session-id": z.string().nullish(),
});

/** Deletes ready messages that were enqueued before a time, oldest first; locked, deferred and scheduled ones stay. */
export const batchDeleteMessages: ManagementOperation = ({ entity: { path, queue }, body }) => {
  if (queue === undefined) return { refusal: notAllowed(`'${path}' holds no messages.`) };
  const request = Request.parse(body);
  const beforeMs = request["enqueued-time-utc"]?.getTime() ?? Number.POSITIVE_INFINITY;
  const session = request["session-id"] ?? undefined;
  const deleted = queue.deleteReady(
    request["message-count"],
    ({ enqueuedAtMs, sessionId }) => enqueuedAtMs <= beforeMs && (session === undefined || sessionId === session),
  );
  return deleted === 0 ? { status: 204 } : { status: 200, body: { "message-count": rhea.types.wrap_int(deleted) } };
};
