import rhea from "rhea";
import type { Refusal } from "../amqp/refusal.ts";
import { badRequest, unauthorized } from "../amqp/refusal.ts";
import { type LinkContext, runWithFaults } from "./link-context.ts";
import type { NodeRequest } from "./request-node.ts";
import { signatureProblem } from "./shared-access-signature.ts";

const PUT_TOKEN = "put-token";
const SIGNATURE = "servicebus.windows.net:sastoken";
const TYPES: readonly unknown[] = [SIGNATURE, "jwt"];

/**
 * Claims-based security: takes shared access signatures and JSON web tokens. Without access keys every token is good:
 * the keys of a local connection string protect nothing. The status names have hyphens here, and only here.
 */
export function answerPutToken(context: LinkContext, request: NodeRequest): void {
  const { faults, operations } = context.surroundings;
  const audience = String(request.properties.name);
  operations.count("tokens", audience);
  const reply = (status: number, description: string) =>
    request.answer({ "status-code": rhea.types.wrap_int(status), "status-description": description });
  const problem = problemOf(context, request);
  runWithFaults(
    context,
    faults.strike("authorize", audience, PUT_TOKEN, () => [{}]),
    {
      connection: request.receiver.connection,
      perform: () => undefined,
      answer: () => (problem === undefined ? reply(202, "Accepted") : reply(problem.status, problem.description)),
      silence: () => undefined,
      refuse: (condition, description) => reply(condition === "amqp:unauthorized-access" ? 401 : 500, description),
    },
  );
}

function problemOf({ accessKeys }: LinkContext, { properties, body }: NodeRequest): Refusal | undefined {
  if (properties.operation !== PUT_TOKEN) return badRequest(`$cbs has no operation "${properties.operation}".`);
  if (!TYPES.includes(properties.type)) return badRequest(`$cbs takes no tokens of type "${properties.type}".`);
  if (accessKeys === undefined || properties.type !== SIGNATURE) return undefined;
  const problem = signatureProblem(String(body), accessKeys);
  return problem === undefined ? undefined : unauthorized(problem);
}
