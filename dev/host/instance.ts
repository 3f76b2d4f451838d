import { setTimeout as sleep } from "node:timers/promises";
import type { VirtualClock } from "../clock.ts";
import type { FunctionDefinition } from "./functions.ts";
import type { HostJson } from "./host-json.ts";
import { Invocations } from "./invocations.ts";
import type { Log } from "./log.ts";
import { outputWriter } from "./outputs/write-outputs.ts";
import { ServiceBusClients } from "./service-bus/service-bus-clients.ts";
import { ServiceBusListeners } from "./service-bus/service-bus-listeners.ts";
import type { Settings } from "./settings.ts";
import type { SingletonLease } from "./timers/singleton-lease.ts";
import { TimerListener } from "./timers/timer-listener.ts";
import type { TimerStatuses } from "./timers/timer-status.ts";
import { Timers } from "./timers/timers.ts";
import type { WorkerSupervisor } from "./worker-supervisor.ts";

export interface InstanceOptions {
  readonly functions: readonly FunctionDefinition[];
  readonly hostJson: HostJson;
  readonly settings: Settings;
  readonly clock: VirtualClock;
  readonly workerWaitMs: number;
  readonly supervisor: WorkerSupervisor;
  readonly lease: SingletonLease;
  readonly statuses: TimerStatuses;
  readonly log: Log;
}

/**
 * One instance of the app: a worker, its invocations, and everything but HTTP that brings events to it. Instances share
 * nothing but the services they talk to, the timers' lease and the record of what ran.
 */
export class Instance {
  readonly supervisor: WorkerSupervisor;
  readonly invocations: Invocations;
  readonly timers: Timers;
  readonly #clients: ServiceBusClients;
  readonly #serviceBus: ServiceBusListeners;
  #state: "running" | "stopping" = "running";

  /** @throws when a schedule is no NCRONTAB expression */
  constructor(options: InstanceOptions) {
    const { hostJson, settings, clock, supervisor, workerWaitMs, log } = options;
    const enabled = options.functions.filter((each) => !each.disabled);
    this.supervisor = supervisor;
    this.#clients = new ServiceBusClients(hostJson.extensions.serviceBus, settings);
    this.invocations = new Invocations({
      supervisor,
      writeOutputs: outputWriter(this.#clients),
      functionTimeoutMs: hostJson.functionTimeout,
      log,
    });
    const common = { clock, invocations: this.invocations, workerWaitMs, log };
    const timers = enabled
      .filter((each) => each.type === "timerTrigger")
      .map((target) => new TimerListener({ ...common, target, statuses: options.statuses }));
    this.timers = new Timers(timers, options.lease, clock);
    this.#serviceBus = new ServiceBusListeners({
      ...common,
      functions: enabled.filter((each) => each.type === "serviceBusTrigger"),
      clients: this.#clients,
      options: hostJson.extensions.serviceBus,
      supervisor,
    });
  }

  /** Whether it takes events, and will go on to. */
  get open(): boolean {
    return this.#state === "running";
  }

  start(): void {
    this.#serviceBus.start();
    this.timers.start();
  }

  /** Whether a timer is about to run. Without a worker none is. */
  due(): boolean {
    return this.supervisor.restarts && this.timers.due();
  }

  /** Takes nothing new and lets what runs end, up to `graceMs` of real time; then ends the worker. */
  async stop(graceMs: number): Promise<void> {
    if (!this.open) return;
    this.#state = "stopping";
    this.timers.stop("release");
    this.supervisor.endWaiting();
    const ended = Promise.all([this.#serviceBus.close(), this.invocations.idle(() => false)]);
    const limit = new AbortController();
    await Promise.race([ended, sleep(graceMs, undefined, { signal: limit.signal }).catch(() => undefined)]);
    limit.abort();
    await this.supervisor.stop();
    await this.#clients.close();
  }

  /** Goes as a machine that loses its power: nothing is settled, no lease is given back, no hook runs. */
  async kill(): Promise<void> {
    if (!this.open) return;
    this.#state = "stopping";
    this.timers.stop("vanish");
    await this.#clients.close();
    await this.supervisor.crash(false);
    await this.#serviceBus.close();
  }
}
