import { TableClient } from "@azure/data-tables";
import { ManagedIdentityCredential, type TokenCredential } from "@azure/identity";
import { type RetryOptions, ServiceBusClient } from "@azure/service-bus";
import { type Environment, required } from "./require.ts";

/** The tables of the ledger. Infrastructure creates them; the app has no right to. */
export const tableNames = ["cases", "due", "subjects", "deliveries", "caselist", "sources"] as const;
export type TableName = (typeof tableNames)[number];

/**
 * Clients for one table each, from `LEDGER` (a connection string, local stack only) or `LEDGER__tableServiceUri` with the
 * identity of `LEDGER__clientId`: the names that Functions bindings use.
 */
export function tables(environment: Environment): (name: TableName) => TableClient {
  const connection = environment.LEDGER;
  // A write that the client repeats by itself answers like a conflict (section 10.3): whoever writes repeats, and looks.
  const retryOptions = { maxRetries: 0 };
  if (connection) {
    return (name) =>
      TableClient.fromConnectionString(connection, name, { allowInsecureConnection: true, retryOptions });
  }
  const uri = required(environment, "LEDGER__tableServiceUri");
  const credential = identity(environment.LEDGER__clientId);
  return (name) => new TableClient(uri, name, credential, { retryOptions });
}

/** The Service Bus client, from `SERVICE_BUS` or `SERVICE_BUS__fullyQualifiedNamespace` with `SERVICE_BUS__clientId`. */
export function serviceBus(environment: Environment): ServiceBusClient {
  return serviceBusClients(environment, { maxRetries: 2, retryDelayInMs: 500, timeoutInMs: 10_000 })();
}

/** Makes clients from the same settings, each with a connection of its own. They repeat nothing: ServiceBusBus does. */
export function serviceBusClients(
  environment: Environment,
  retryOptions: RetryOptions = { maxRetries: 0, timeoutInMs: 10_000 },
): () => ServiceBusClient {
  const connection = environment.SERVICE_BUS;
  if (connection) return () => new ServiceBusClient(connection, { retryOptions });
  const namespace = required(environment, "SERVICE_BUS__fullyQualifiedNamespace");
  const credential = identity(environment.SERVICE_BUS__clientId);
  return () => new ServiceBusClient(namespace, credential, { retryOptions });
}

function identity(clientId: string | undefined): TokenCredential {
  return clientId ? new ManagedIdentityCredential({ clientId }) : new ManagedIdentityCredential();
}
