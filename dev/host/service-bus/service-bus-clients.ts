import { RetryMode, ServiceBusClient, type ServiceBusSender } from "@azure/service-bus";
import type { ServiceBusOptions } from "../host-json.ts";
import { connectionString, type Settings } from "../settings.ts";

/** The Service Bus clients of one instance: one for each connection, with `clientRetryOptions` of host.json. */
export class ServiceBusClients {
  readonly #options: ServiceBusOptions["clientRetryOptions"];
  readonly #settings: Settings;
  readonly #clients = new Map<string, ServiceBusClient>();
  readonly #senders = new Map<string, ServiceBusSender>();

  constructor({ clientRetryOptions }: ServiceBusOptions, settings: Settings) {
    this.#options = clientRetryOptions;
    this.#settings = settings;
  }

  /** @param connection a name that was checked when the functions were defined */
  client(connection: string | undefined): ServiceBusClient {
    const text = connectionString(connection, this.#settings) ?? "";
    const { mode, delay, maxDelay, maxRetries, tryTimeout } = this.#options;
    const made = () =>
      new ServiceBusClient(text, {
        retryOptions: {
          mode: mode === "fixed" ? RetryMode.Fixed : RetryMode.Exponential,
          retryDelayInMs: delay,
          maxRetryDelayInMs: maxDelay,
          maxRetries,
          timeoutInMs: tryTimeout,
        },
      });
    const client = this.#clients.get(text) ?? made();
    this.#clients.set(text, client);
    return client;
  }

  /** One sender for each queue or topic, kept open. */
  sender(connection: string | undefined, entity: string): ServiceBusSender {
    const key = JSON.stringify([connection, entity]);
    const sender = this.#senders.get(key) ?? this.client(connection).createSender(entity);
    this.#senders.set(key, sender);
    return sender;
  }

  /** Closes all connections. What is on its way over them fails. */
  async close(): Promise<void> {
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }
}
