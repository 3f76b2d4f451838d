import type { InvocationResponse, TypedData } from "../protocol.ts";
import type { ServiceBusClients } from "../service-bus/service-bus-clients.ts";
import { resolveExpressions } from "./binding-expression.ts";
import type { OutputBinding, ServiceBusOutput } from "./output-binding.ts";
import { outputMessages } from "./output-messages.ts";

/**
 * Writes what an invocation gave back to its outputs, one output after another.
 *
 * @throws what the service answered: the invocation then has failed, whatever was written already
 */
export type WriteOutputs = (
  outputs: readonly OutputBinding[],
  response: InvocationResponse,
  metadata: Readonly<Record<string, TypedData>>,
) => Promise<void>;

/** Outputs over the clients of one instance. The HTTP output is for whoever asked, and not written here. */
export function outputWriter(clients: ServiceBusClients): WriteOutputs {
  return async (outputs, response, metadata) => {
    const written = outputs.filter((output) => output.type === "serviceBus");
    for (const output of written) {
      const data = valueFor(output, response);
      if (data !== undefined) await send(clients, output, data, metadata);
    }
  };
}

/** The output's own value, else the property of the same name of a returned JSON object, as in the real host. */
function valueFor({ name }: ServiceBusOutput, { returnValue, outputData }: InvocationResponse): TypedData | undefined {
  if (name === "$return") return returnValue ?? undefined;
  const own = outputData.find((each) => each.name === name)?.data;
  return own ?? propertyOf(returnValue?.json, name);
}

function propertyOf(json: string | undefined, name: string): TypedData | undefined {
  const value: unknown = json === undefined ? undefined : JSON.parse(json);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const property = Object.entries(value).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  if (property === undefined || property === null) return undefined;
  return typeof property === "string" ? { string: property } : { json: JSON.stringify(property) };
}

async function send(
  clients: ServiceBusClients,
  { queueName, topicName, connection }: ServiceBusOutput,
  data: TypedData,
  metadata: Readonly<Record<string, TypedData>>,
): Promise<void> {
  const messages = outputMessages(data);
  if (messages.length === 0) return;
  const entity = resolveExpressions(queueName ?? topicName ?? "", metadata);
  const sender = clients.sender(connection, entity);
  // One by one, as the real host sends them: not all or none.
  for (const message of messages) await sender.sendMessages(message);
}
