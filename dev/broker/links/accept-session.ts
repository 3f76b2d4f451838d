import rhea, { type Sender } from "rhea";
import { toTicks } from "../amqp/dot-net-ticks.ts";
import type { Refusal } from "../amqp/refusal.ts";
import { answerProperties, refuse, withholdAttach } from "../amqp/rhea-internals.ts";
import { Session } from "../store/session.ts";
import type { Sessions } from "../store/sessions.ts";
import type { Outlet } from "./outlet.ts";
import { SESSION_FILTER, type SessionRequest } from "./session-request.ts";

const LOCKED_UNTIL = "com.microsoft:locked-until-utc";

/**
 * Finds the session that a receiving link asked for. The attach is answered when there is one, with its id and the end
 * of its lock, or when there will be none.
 */
export function acceptSession(
  sender: Sender,
  outlet: Outlet,
  { sessions, request }: { readonly sessions: Sessions; readonly request: SessionRequest },
): void {
  if (request.id !== undefined) {
    const untilMs = sessions.accept(request.id, outlet);
    if (typeof untilMs === "number") answer(sender, outlet, request.id, untilMs);
    else refuse(sender, untilMs);
    return;
  }
  withholdAttach(sender);
  let isAnswered = false;
  sessions.acceptNext(outlet, request.waitMs, (result) => {
    isAnswered = true;
    if (result instanceof Session) answer(sender, outlet, result.id, result.lock?.untilMs ?? 0);
    else refuseLate(sender, outlet, result);
  });
  // The client no longer waits: what rhea writes to end the link must come after an answer to its attach.
  sender.once("sender_close", () => {
    if (!isAnswered) sender.open();
  });
}

function answer(sender: Sender, outlet: Outlet, id: string, untilMs: number): void {
  outlet.sessionId = id;
  sender.set_source({ address: sender.source.address, filter: { [SESSION_FILTER]: id } });
  answerProperties(sender, { [LOCKED_UNTIL]: rhea.types.wrap_long(toTicks(untilMs)) });
  sender.open();
  outlet.begin();
}

function refuseLate(sender: Sender, outlet: Outlet, refusal: Refusal): void {
  outlet.close("closed");
  sender.open();
  refuse(sender, refusal);
}
