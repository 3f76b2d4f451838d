import { RetryMode, type RetryOptions, ServiceBusClient, type ServiceBusSender } from "@azure/service-bus";
import type { ServiceBusFunction } from "../functions.ts";
import type { ServiceBusOptions } from "../host-json.ts";
import { connectionString, type Settings } from "../settings.ts";

/**
 * The JavaScript client does not notice that the link of a settlement is gone: it waits for the answer as long as it may, and
 * then asks the same dead link again. The real host's client notices at once (ADR 0017). Real milliseconds.
 */
const SETTLE_MS = 100;

/**
 * The Service Bus clients of one instance, with `clientRetryOptions` of host.json: one for each connection to send with,
 * and one for each function to receive with. The real host receives for all functions over one connection; this client, when
 * that breaks while another link is being opened, opens none for a minute.
 */
export class ServiceBusClients {
  readonly #options: ServiceBusOptions["clientRetryOptions"];
  readonly #settings: Settings;
  readonly #clients = new Map<string, ServiceBusClient>();
  readonly #senders = new Map<string, ServiceBusSender>();

  constructor({ clientRetryOptions }: ServiceBusOptions, settings: Settings) {
    this.#options = clientRetryOptions;
    this.#settings = settings;
  }

  /** What receives for one function. */
  receiving({ name, connection, isSessionsEnabled }: ServiceBusFunction): ServiceBusClient {
    // With sessions a try is how long the next session is waited for.
    return this.#client(
      `receive ${name}`,
      connection,
      isSessionsEnabled ? {} : { timeoutInMs: SETTLE_MS, maxRetries: 0 },
    );
  }

  /** Settles by lock token over `$management`, which needs no link that is still there. Not for sessions. */
  settling({ connection }: ServiceBusFunction): ServiceBusClient {
    return this.#client(`send ${connection}`, connection);
  }

  /** One sender for each queue or topic, kept open. @param connection a name that was checked when the functions were defined */
  sender(connection: string | undefined, entity: string): ServiceBusSender {
    const key = JSON.stringify([connection, entity]);
    const client = this.#client(`send ${connection}`, connection);
    const sender = this.#senders.get(key) ?? client.createSender(entity);
    this.#senders.set(key, sender);
    return sender;
  }

  #client(key: string, connection: string | undefined, differing: RetryOptions = {}): ServiceBusClient {
    const { mode, delay, maxDelay, maxRetries, tryTimeout } = this.#options;
    const made = () =>
      new ServiceBusClient(connectionString(connection, this.#settings) ?? "", {
        retryOptions: {
          mode: mode === "fixed" ? RetryMode.Fixed : RetryMode.Exponential,
          retryDelayInMs: delay,
          maxRetryDelayInMs: maxDelay,
          maxRetries,
          timeoutInMs: tryTimeout,
          ...differing,
        },
      });
    const client = this.#clients.get(key) ?? made();
    this.#clients.set(key, client);
    return client;
  }

  /** Closes all connections. What is on its way over them fails. */
  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }
}
