import { setTimeout as sleep } from "node:timers/promises";
import type { VirtualClock } from "../clock.ts";
import type { HostJson } from "./app-files.ts";
import type { FunctionDefinition } from "./functions.ts";
import { HttpListener } from "./http/http-listener.ts";
import type { Invocations } from "./invocations.ts";
import type { Log } from "./log.ts";
import { ServiceBusListeners } from "./service-bus/service-bus-listeners.ts";
import type { Settings } from "./settings.ts";
import { TimerListener } from "./timers/timer-listener.ts";
import type { WorkerSupervisor } from "./worker-supervisor.ts";

export interface ListenersOptions {
  readonly functions: readonly FunctionDefinition[];
  readonly hostJson: HostJson;
  readonly settings: Settings;
  readonly clock: VirtualClock;
  readonly hostKey: string;
  readonly workerWaitMs?: number;
  readonly invocations: Invocations;
  readonly supervisor: WorkerSupervisor;
  readonly log: Log;
}

const DEFAULT_WORKER_WAIT_MS = 30_000;
const DEFAULT_BODY_LIMIT_BYTES = 104_857_600;
/** Real milliseconds that running invocations get at a stop. */
const STOP_LIMIT_MS = 30_000;

/** Everything that brings events to the functions of one app. */
export class Listeners {
  readonly #invocations: Invocations;
  readonly #supervisor: WorkerSupervisor;
  readonly #http: HttpListener;
  readonly #timers: TimerListener[] = [];
  readonly #serviceBus: ServiceBusListeners;
  readonly #timerProblems: string[] = [];

  constructor(options: ListenersOptions) {
    const { functions, hostJson, settings, clock, hostKey, invocations, supervisor, log } = options;
    const workerWaitMs = options.workerWaitMs ?? DEFAULT_WORKER_WAIT_MS;
    this.#invocations = invocations;
    this.#supervisor = supervisor;
    this.#http = new HttpListener({
      functions: functions.filter((each) => each.type === "httpTrigger"),
      routePrefix: hostJson.extensions.http.routePrefix,
      hostKey,
      bodyLimitBytes: Number(settings.FUNCTIONS_REQUEST_BODY_SIZE_LIMIT ?? DEFAULT_BODY_LIMIT_BYTES),
      workerWaitMs,
      invocations,
      runManually: (functionName) => this.#runManually(functionName),
    });
    const enabled = functions.filter((each) => !each.disabled);
    for (const target of enabled.filter((each) => each.type === "timerTrigger")) {
      try {
        this.#timers.push(new TimerListener({ target, clock, invocations, workerWaitMs, log }));
      } catch (error) {
        this.#timerProblems.push(`${target.name}: ${error instanceof Error ? error.message : error}`);
      }
    }
    this.#serviceBus = new ServiceBusListeners({
      functions: enabled.filter((each) => each.type === "serviceBusTrigger"),
      options: hostJson.extensions.serviceBus,
      settings,
      clock,
      workerWaitMs,
      invocations,
      supervisor,
      log,
    });
  }

  /** What the host refuses about routes and schedules. */
  get problems(): readonly string[] {
    return [...this.#http.problems, ...this.#timerProblems];
  }

  /** Returns the HTTP address. @throws when the port is taken, and then nothing listens */
  async start(port: number): Promise<string> {
    const url = await this.#http.listen(port);
    this.#serviceBus.start();
    for (const timer of this.#timers) timer.start();
    return url;
  }

  /** Whether a timer is about to run. Without a worker none is. */
  due(): boolean {
    return this.#supervisor.restarts && this.#timers.some((timer) => timer.due());
  }

  async runTimer(functionName: string): Promise<void> {
    const timer = this.#timers.find((each) => each.functionName === functionName);
    if (timer === undefined) throw new RangeError(`There is no enabled timer function "${functionName}"`);
    await timer.runNow();
  }

  /** Takes nothing new and lets what runs end, for a while. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) timer.stop();
    const ended = Promise.all([this.#http.close(), this.#serviceBus.close(), this.#invocations.idle(() => false)]);
    const limit = new AbortController();
    await Promise.race([ended, sleep(STOP_LIMIT_MS, undefined, { signal: limit.signal })]);
    limit.abort();
    this.#http.abort();
  }

  #runManually(functionName: string): boolean {
    const timer = this.#timers.find((each) => each.functionName.toLowerCase() === functionName.toLowerCase());
    // The timer logs its failure; whoever asked by HTTP has gone.
    timer?.runNow().catch(() => undefined);
    return timer !== undefined;
  }
}
