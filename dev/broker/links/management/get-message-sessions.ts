import { isDate } from "node:util/types";
import rhea from "rhea";
import { z } from "zod";
import { notAllowed } from "../../amqp/refusal.ts";
import type { MessageQueue } from "../../store/message-queue.ts";
import type { ManagementOperation } from "./operation.ts";

/** The end of .NET's calendar as its AMQP library writes it: asks for sessions with messages, not for changed states. */
const ACTIVE_SESSIONS_MS = 253_402_300_800_000;
const STRING = 0xa1;

const Request = z.object({
  "last-updated-time": z.custom<Date>(isDate),
  skip: z.number().int().min(0),
  top: z.number().int().min(1),
});

/** Lists session ids: those with messages, or those whose state changed after a time. */
export const getMessageSessions: ManagementOperation = ({ entity: { path, queue }, body }) => {
  if (queue?.sessions === undefined) return { refusal: notAllowed(`'${path}' does not require sessions.`) };
  const { skip, top, "last-updated-time": since } = Request.parse(body);
  const ids = since.getTime() >= ACTIVE_SESSIONS_MS ? withMessages(queue) : changedAfter(queue, since.getTime());
  const page = ids.slice(skip, skip + top);
  if (page.length === 0) return { status: 204 };
  return {
    status: 200,
    body: { skip: rhea.types.wrap_int(page.length), "sessions-ids": rhea.types.wrap_array(page, STRING, undefined) },
  };
};

function withMessages(queue: MessageQueue): string[] {
  const ids = new Set<string>();
  for (const { sessionId } of queue.messages()) if (sessionId !== undefined) ids.add(sessionId);
  return [...ids].sort();
}

function changedAfter(queue: MessageQueue, sinceMs: number): string[] {
  const sessions = [...(queue.sessions?.all() ?? [])];
  return sessions.flatMap(({ id, state }) => (state !== undefined && state.updatedAtMs > sinceMs ? [id] : [])).sort();
}
