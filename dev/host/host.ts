import { describeFunction } from "./functions.ts";
import type { HostOptions } from "./host-options.ts";
import { HttpListener } from "./http/http-listener.ts";
import type { Instance } from "./instance.ts";
import type { FunctionStats } from "./invocations.ts";
import { loadInstances } from "./load-instances.ts";
import { runManually } from "./run-manually.ts";

export type { HostOptions };

/** One instance of the app as whoever tests it sees it. */
export interface HostInstance {
  workerPid(): number | undefined;
  /** Whether the timers run here: one instance has their lease. */
  runsTimers(): boolean;
  stats(): Record<string, FunctionStats>;
  /** See `Host.crashWorker`. */
  crashWorker(options?: { restart?: boolean }): Promise<void>;
  startWorker(): Promise<void>;
  /** Scaled in: takes nothing new, lets what runs end, ends its worker. The others go on. */
  stop(): Promise<void>;
  /** Gone without a word: nothing is settled, its locks and its lease run out. */
  kill(): Promise<void>;
}

/** A running host: one app, in one worker process at a time for each instance. */
export interface Host {
  /** `http://127.0.0.1:PORT`, for all instances: requests go round. */
  readonly url: string;
  readonly functions: readonly { name: string; type: string; detail: string }[];
  readonly instances: readonly HostInstance[];
  /** Invocations started, succeeded, failed, by function; those that ended with the worker count as failed. */
  stats(): Record<string, FunctionStats>;
  /** Resolves when no event is being worked on, settlement included, and no timer is due. */
  idle(): Promise<void>;
  /** Of the first instance, as the next two. */
  workerPid(): number | undefined;
  /**
   * SIGKILL to the worker; resolves when the process is gone. The host starts another one at once, and takes up its
   * listeners again when that has loaded, unless `restart` is false.
   */
  crashWorker(options?: { restart?: boolean }): Promise<void>;
  /** After `crashWorker({ restart: false })`. Resolves when the app is loaded. */
  startWorker(): Promise<void>;
  /** One run of a timer function, beside its schedule. @throws {RangeError} no such timer @throws what the invocation threw */
  runTimer(functionName: string): Promise<void>;
  /** Takes nothing new, lets what runs end, runs appTerminate hooks and ends the workers. */
  stop(): Promise<void>;
}

/**
 * Starts a host for a built, unmodified Functions app, as the Functions host and its Node.js worker would run it.
 *
 * @throws {WorkerLoadError} the app threw while it was loaded; with its message
 * @throws {HostStartError} the app registers something that the host refuses; lists all of it
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const loaded = await loadInstances(options);
  const { instances, functions, hostJson, stop } = loaded;
  const http = new HttpListener({ ...options, ...loaded });
  let url: string;
  try {
    url = await http.listen(options.port ?? 0);
  } catch (error) {
    await stop();
    throw error;
  }
  for (const instance of instances.all) instance.start();
  const shown = instances.all.map((instance) => hostInstance(instance, loaded.stopGraceMs));
  const [first] = shown;
  if (first === undefined) throw new RangeError("A host needs one instance at least");

  return {
    url,
    functions: functions.map((each) => {
      const detail = describeFunction(each, hostJson.extensions.http.routePrefix);
      return { name: each.name, type: each.type, detail };
    }),
    instances: shown,
    stats: () => instances.stats(),
    idle: () => instances.idle(),
    workerPid: first.workerPid,
    crashWorker: first.crashWorker,
    startWorker: first.startWorker,
    async runTimer(functionName) {
      const run = runManually(instances.next(), functions, functionName, undefined);
      if (run?.type !== "timerTrigger") throw new RangeError(`There is no enabled timer function "${functionName}"`);
      await run.ended;
    },
    async stop() {
      await Promise.all([http.close(loaded.stopGraceMs), stop()]);
    },
  };
}

function hostInstance(instance: Instance, stopGraceMs: number): HostInstance {
  const { supervisor, timers, invocations } = instance;
  return {
    workerPid: () => supervisor.pid,
    runsTimers: () => timers.own,
    stats: () => invocations.stats(),
    crashWorker: ({ restart = true } = {}) => supervisor.crash(restart),
    startWorker: async () => void (await supervisor.start()),
    stop: () => instance.stop(stopGraceMs),
    kill: () => instance.kill(),
  };
}
