import type { VirtualClock } from "../../clock.ts";
import type { ServiceBusFunction } from "../functions.ts";
import type { ServiceBusOptions } from "../host-json.ts";
import type { Invocations } from "../invocations.ts";
import type { Log } from "../log.ts";
import type { WorkerSupervisor } from "../worker-supervisor.ts";
import { batchListener } from "./batch-listener.ts";
import { messageListener } from "./message-listener.ts";
import type { Listening, ReceivingOptions } from "./receiving.ts";
import type { ServiceBusClients } from "./service-bus-clients.ts";
import { sessionListener } from "./session-listener.ts";

export interface ServiceBusListenersOptions {
  readonly functions: readonly ServiceBusFunction[];
  readonly clients: ServiceBusClients;
  readonly options: ServiceBusOptions;
  readonly workerWaitMs: number;
  readonly clock: VirtualClock;
  readonly invocations: Invocations;
  readonly supervisor: WorkerSupervisor;
  readonly log: Log;
}

/** All Service Bus functions of one instance: they take messages while a worker is there. */
export class ServiceBusListeners {
  readonly #listeners: readonly Listening[];
  readonly #supervisor: WorkerSupervisor;
  #state: "new" | "open" | "closing" = "new";

  constructor({ functions, supervisor, workerWaitMs, ...common }: ServiceBusListenersOptions) {
    this.#supervisor = supervisor;
    // While no new worker is on its way, what was still under way to this receiver goes back to its queue.
    const waitMs = () => (supervisor.restarts ? workerWaitMs : 0);
    this.#listeners = functions.map((target) => listenerFor({ ...common, target, waitMs }));
    supervisor.watch({ up: () => this.#resume(), down: () => this.pause() });
  }

  start(): void {
    this.#state = "open";
    if (this.#supervisor.isReady) this.#resume();
  }

  /** No more messages are taken; those in work go on. */
  pause(): void {
    for (const listener of this.#listeners) listener.pause();
  }

  /** For good: waits for the messages in work. */
  async close(): Promise<void> {
    this.#state = "closing";
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }

  #resume(): void {
    if (this.#state !== "open") return;
    for (const listener of this.#listeners) listener.resume();
  }
}

function listenerFor(options: ReceivingOptions): Listening {
  if (options.target.isSessionsEnabled) return sessionListener(options);
  return options.target.cardinality === "many" ? batchListener(options) : messageListener(options);
}
