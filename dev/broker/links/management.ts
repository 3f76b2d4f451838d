import rhea from "rhea";
import type { Refusal } from "../amqp/refusal.ts";
import { badRequest } from "../amqp/refusal.ts";
import type { Entity } from "../namespace/entity.ts";
import { type LinkContext, runWithFaults } from "./link-context.ts";
import { batchDeleteMessages } from "./management/batch-delete-messages.ts";
import { cancelScheduledMessage } from "./management/cancel-scheduled-message.ts";
import { getMessageSessions } from "./management/get-message-sessions.ts";
import type { ManagementOperation, ManagementRequest, ManagementResult } from "./management/operation.ts";
import { peekMessage } from "./management/peek-message.ts";
import { receiveBySequenceNumber } from "./management/receive-by-sequence-number.ts";
import { renewLock } from "./management/renew-lock.ts";
import { addRule, enumerateRules, removeRule } from "./management/rules.ts";
import { scheduleMessage } from "./management/schedule-message.ts";
import { getSessionState, renewSessionLock, setSessionState } from "./management/session-locks.ts";
import { updateDisposition } from "./management/update-disposition.ts";
import type { NodeRequest } from "./request-node.ts";

const PREFIX = "com.microsoft:";

const OPERATIONS = new Map<string, ManagementOperation>([
  ["renew-lock", renewLock],
  ["peek-message", peekMessage],
  ["schedule-message", scheduleMessage],
  ["cancel-scheduled-message", cancelScheduledMessage],
  ["receive-by-sequence-number", receiveBySequenceNumber],
  ["update-disposition", updateDisposition],
  ["renew-session-lock", renewSessionLock],
  ["get-session-state", getSessionState],
  ["set-session-state", setSessionState],
  ["get-message-sessions", getMessageSessions],
  ["add-rule", addRule],
  ["remove-rule", removeRule],
  ["enumerate-rules", enumerateRules],
  ["batch-delete-messages", batchDeleteMessages],
]);

/** Runs one request to an entity's `$management` node. Status names are camel case here, unlike at `$cbs`. */
export function answerManagement(context: LinkContext, request: NodeRequest, entity: Entity): void {
  const name = String(request.properties.operation).replace(PREFIX, "");
  const { faults, operations } = context.surroundings;
  operations.count(name, entity.path);
  const refuse = (refusal: Refusal) =>
    request.answer({
      statusCode: rhea.types.wrap_int(refusal.status),
      statusDescription: refusal.description,
      errorCondition: rhea.types.wrap_symbol(refusal.condition),
    });
  let answer: () => void = () => undefined;
  runWithFaults(
    context,
    faults.strike("manage", entity.path, name, () => [{}]),
    {
      connection: request.receiver.connection,
      perform: () => {
        const result = perform(name, { entity, body: request.body, linkName: linkNameOf(request) });
        answer = () =>
          "refusal" in result
            ? refuse(result.refusal)
            : request.answer({ statusCode: rhea.types.wrap_int(result.status), statusDescription: "OK" }, result.body);
      },
      answer: () => answer(),
      silence: () => undefined,
      refuse: (condition, description) => refuse({ condition, description, status: 500 }),
    },
  );
}

function linkNameOf({ properties }: NodeRequest): string | undefined {
  const name = properties["associated-link-name"];
  return typeof name === "string" ? name : undefined;
}

function perform(name: string, request: ManagementRequest): ManagementResult {
  const operation = OPERATIONS.get(name);
  if (operation === undefined) return { refusal: badRequest(`This broker has no operation "${name}".`) };
  try {
    return operation(request);
  } catch (error) {
    return { refusal: badRequest(`The request for "${name}" cannot be read: ${String(error)}`) };
  }
}
