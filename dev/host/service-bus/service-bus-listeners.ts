import { RetryMode, ServiceBusClient } from "@azure/service-bus";
import type { VirtualClock } from "../../clock.ts";
import type { ServiceBusOptions } from "../app-files.ts";
import type { ServiceBusFunction } from "../functions.ts";
import type { Invocations } from "../invocations.ts";
import type { Log } from "../log.ts";
import { connectionString, type Settings } from "../settings.ts";
import type { WorkerSupervisor } from "../worker-supervisor.ts";
import { ServiceBusListener } from "./service-bus-listener.ts";

export interface ServiceBusListenersOptions {
  readonly functions: readonly ServiceBusFunction[];
  readonly options: ServiceBusOptions;
  readonly settings: Settings;
  readonly workerWaitMs: number;
  readonly clock: VirtualClock;
  readonly invocations: Invocations;
  readonly supervisor: WorkerSupervisor;
  readonly log: Log;
}

/** The extension's own defaults for calls to the service; the client's are fixed pauses of 30 s. */
const retryOptions = { mode: RetryMode.Exponential, retryDelayInMs: 800, maxRetryDelayInMs: 60_000, maxRetries: 3 };

/** All Service Bus functions of an app: they take messages while a worker is there. One client for each connection. */
export class ServiceBusListeners {
  readonly #options: ServiceBusListenersOptions;
  readonly #clients = new Map<string, ServiceBusClient>();
  readonly #listeners: ServiceBusListener[] = [];
  #closing = false;

  constructor(options: ServiceBusListenersOptions) {
    this.#options = options;
  }

  start(): void {
    const { functions, options, supervisor, clock, invocations, workerWaitMs, log } = this.#options;
    // While no new worker is on its way, what was still under way to this receiver goes back to its queue.
    const waitMs = () => (supervisor.restarts ? workerWaitMs : 0);
    for (const target of functions) {
      const client = this.#client(target);
      this.#listeners.push(new ServiceBusListener({ target, client, options, clock, invocations, waitMs, log }));
    }
    supervisor.watch({ up: () => this.#resume(), down: () => this.pause() });
    this.#resume();
  }

  /** No more messages are taken; those in work go on. */
  pause(): void {
    for (const listener of this.#listeners) listener.pause();
  }

  /** For good: waits for the messages in work and closes the connections. */
  async close(): Promise<void> {
    this.#closing = true;
    await Promise.all(this.#listeners.map((listener) => listener.close()));
    await Promise.all([...this.#clients.values()].map((client) => client.close()));
  }

  #resume(): void {
    if (this.#closing) return;
    for (const listener of this.#listeners) listener.resume();
  }

  #client(target: ServiceBusFunction): ServiceBusClient {
    // Checked when the functions were defined.
    const text = connectionString(target.connection, this.#options.settings) ?? "";
    const client = this.#clients.get(text) ?? new ServiceBusClient(text, { retryOptions });
    this.#clients.set(text, client);
    return client;
  }
}
