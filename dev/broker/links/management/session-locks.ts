import rhea from "rhea";
import { z } from "zod";
import { notAllowed } from "../../amqp/refusal.ts";
import { Session } from "../../store/session.ts";
import type { ManagementOperation, ManagementRequest, ManagementResult } from "./operation.ts";

const Request = z.object({ "session-id": z.string() });
const StateRequest = z.object({ "session-id": z.string(), "session-state": z.instanceof(Buffer).nullish() });

/** Starts the lock of a session anew, for the link that holds it. */
export const renewSessionLock: ManagementOperation = ({ entity, body, linkName }) => {
  const { sessions } = entity.queue ?? {};
  if (sessions === undefined) return withoutSessions(entity.path);
  const untilMs = sessions.renew(Request.parse(body)["session-id"], linkName);
  if (typeof untilMs !== "number") return { refusal: untilMs };
  return { status: 200, body: { expiration: rhea.types.wrap_timestamp(untilMs) } };
};

/** What the application stored with a session; null when it stored nothing. */
export const getSessionState: ManagementOperation = (request) =>
  withHeldSession(request, (session) => ({ status: 200, body: { "session-state": session.state?.bytes ?? null } }));

/** Stores a state with a session, or removes it when there is none. */
export const setSessionState: ManagementOperation = (request) =>
  withHeldSession(request, (session) => {
    const state = StateRequest.parse(request.body)["session-state"] ?? undefined;
    request.entity.queue?.sessions?.setState(session, state === undefined ? undefined : Buffer.from(state));
    return { status: 200 };
  });

function withHeldSession(
  { entity, body, linkName }: ManagementRequest,
  answer: (session: Session) => ManagementResult,
): ManagementResult {
  const { sessions } = entity.queue ?? {};
  if (sessions === undefined) return withoutSessions(entity.path);
  const session = sessions.lockedBy(Request.parse(body)["session-id"], linkName);
  return session instanceof Session ? answer(session) : { refusal: session };
}

function withoutSessions(path: string): ManagementResult {
  return { refusal: notAllowed(`'${path}' does not require sessions.`) };
}
