import type { VirtualClock } from "../clock.ts";
import { readAppFiles } from "./app-files.ts";
import { defineFunctions } from "./define-functions.ts";
import { describeFunction, type FunctionDefinition } from "./functions.ts";
import { HostStartError } from "./host-start-error.ts";
import type { FunctionStats } from "./invocations.ts";
import { Invocations } from "./invocations.ts";
import { Listeners } from "./listeners.ts";
import type { Log, LogEntry } from "./log.ts";
import { workerEnvironment } from "./worker-environment.ts";
import { WorkerProcess } from "./worker-process.ts";
import { WorkerSupervisor } from "./worker-supervisor.ts";

export interface HostOptions {
  /** The folder with package.json and host.json. */
  readonly appDir: string;
  /** The worker's environment; also where `%NAME%` and connections are looked up. */
  readonly settings: Record<string, string>;
  readonly clock: VirtualClock;
  /** HTTP port on 127.0.0.1; a free one when left out. */
  readonly port?: number;
  /** Accepted as `x-functions-key` or `code` where authLevel is function or admin, and for `/admin/functions/…`. */
  readonly hostKey: string;
  /** Environment of the worker beside the settings, NODE_EXTRA_CA_CERTS for instance. */
  readonly env?: Record<string, string>;
  readonly onLog?: (entry: LogEntry) => void;
  /** Real milliseconds that an event waits while the worker is down; 30 000 when left out. */
  readonly workerWaitMs?: number;
}

/** A running host: one app, in one worker process at a time. */
export interface Host {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly functions: readonly { name: string; type: string; detail: string }[];
  /** Invocations started, succeeded, failed, by function; those that ended with the worker count as failed. */
  stats(): Record<string, FunctionStats>;
  /** Resolves when no event is being worked on, settlement included, and no timer is due. */
  idle(): Promise<void>;
  workerPid(): number | undefined;
  /**
   * SIGKILL to the worker; resolves when the process is gone. The host starts another one at once, and takes up its
   * listeners again when that has loaded, unless `restart` is false.
   */
  crashWorker(options?: { restart?: boolean }): Promise<void>;
  /** After `crashWorker({ restart: false })`. Resolves when the app is loaded. */
  startWorker(): Promise<void>;
  /** One run of a timer function. @throws {RangeError} no such timer @throws what the invocation threw */
  runTimer(functionName: string): Promise<void>;
  /** Takes nothing new, lets what runs end, runs appTerminate hooks and ends the worker. */
  stop(): Promise<void>;
}

/**
 * Starts a host for a built, unmodified Functions app, as the Functions host and its Node.js worker would run it.
 *
 * @throws {WorkerLoadError} the app threw while it was loaded; with its message
 * @throws {HostStartError} the app registers something that the host refuses; lists all of it
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const { appDir, settings, clock, env = {} } = options;
  const log: Log = (entry) => options.onLog?.({ at: new Date(clock.now()).toISOString(), ...entry });
  const { entries, hostJson } = await readAppFiles(appDir);
  const workerEnv = workerEnvironment(appDir, settings, env);
  const supervisor = new WorkerSupervisor(
    () => new WorkerProcess({ appDir, entries, env: workerEnv, clockOffsetMs: clock.offsetMs(), log }),
    log,
  );
  const stopFollowing = clock.onAdvance((offsetMs) => supervisor.setClockOffset(offsetMs));
  const invocations = new Invocations(supervisor, log);
  let functions: readonly FunctionDefinition[];
  let listeners: Listeners;
  let url: string;
  try {
    const defined = defineFunctions(await supervisor.start(), settings);
    functions = defined.functions;
    listeners = new Listeners({ ...options, functions, hostJson, invocations, supervisor, log });
    const problems = [...defined.problems, ...listeners.problems];
    if (problems.length > 0) throw new HostStartError(problems);
    url = await listeners.start(options.port ?? 0);
  } catch (error) {
    stopFollowing();
    await supervisor.stop();
    throw error;
  }
  const { routePrefix } = hostJson.extensions.http;

  return {
    url,
    functions: functions.map((each) => {
      return { name: each.name, type: each.type, detail: describeFunction(each, routePrefix) };
    }),
    stats: () => invocations.stats(),
    idle: () => invocations.idle(() => listeners.due()),
    workerPid: () => supervisor.pid,
    crashWorker: ({ restart = true } = {}) => supervisor.crash(restart),
    startWorker: async () => void (await supervisor.start()),
    runTimer: (functionName) => listeners.runTimer(functionName),
    async stop() {
      await listeners.stop();
      stopFollowing();
      await supervisor.stop();
    },
  };
}
