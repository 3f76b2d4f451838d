import { readAppFiles } from "./app-files.ts";
import { defineFunctions } from "./define-functions.ts";
import type { FunctionDefinition } from "./functions.ts";
import type { HostJson } from "./host-json.ts";
import { defaults, type HostOptions } from "./host-options.ts";
import { HostStartError } from "./host-start-error.ts";
import { makeRoutes, type Routes } from "./http/routes.ts";
import { Instance } from "./instance.ts";
import { Instances } from "./instances.ts";
import type { Log } from "./log.ts";
import { parseNcrontab } from "./timers/ncrontab.ts";
import { SingletonLease } from "./timers/singleton-lease.ts";
import { TimerStatuses } from "./timers/timer-status.ts";
import { workerEnvironment } from "./worker-environment.ts";
import { WorkerProcess } from "./worker-process.ts";
import { WorkerSupervisor } from "./worker-supervisor.ts";

/** Instances with the app loaded in each; nothing brings events to them yet. */
export interface LoadedInstances {
  readonly instances: Instances;
  readonly functions: readonly FunctionDefinition[];
  readonly routes: Routes;
  readonly hostJson: HostJson;
  /** The workers take HTTP requests themselves. */
  readonly streams: boolean;
  readonly workerWaitMs: number;
  readonly stopGraceMs: number;
  /** Lets what runs end, and ends the workers. */
  stop(): Promise<void>;
}

/** @throws {WorkerLoadError} @throws {HostStartError} @throws {RangeError} and then no worker is left */
export async function loadInstances(options: HostOptions): Promise<LoadedInstances> {
  const { appDir, settings, clock } = options;
  const { workerWaitMs = defaults.workerWaitMs, stopGraceMs = defaults.stopGraceMs } = options;
  const log: Log = (entry) => options.onLog?.({ at: new Date(clock.now()).toISOString(), ...entry });
  const count = options.instances ?? defaults.instances;
  if (!Number.isInteger(count) || count < 1) throw new RangeError("A host needs one instance at least");
  const { entries, hostJson } = await readAppFiles(appDir);
  const statuses = new TimerStatuses(options.timerFile);
  const supervisors = Array.from({ length: count }, (_, index) => {
    const env = workerEnvironment(appDir, settings, { WEBSITE_INSTANCE_ID: `local-${index + 1}`, ...options.env });
    const start = () => new WorkerProcess({ appDir, entries, env, clockOffsetMs: clock.offsetMs(), log });
    return new WorkerSupervisor({ start, log, restartLimit: options.restartLimit ?? defaults.restartLimit });
  });
  const stopFollowing = clock.onAdvance(async (offsetMs) => {
    await Promise.all(supervisors.map((each) => each.setClockOffset(offsetMs)));
  });
  try {
    const [loaded] = await Promise.all(supervisors.map((each) => each.start()));
    const defined = defineFunctions(loaded?.functions ?? [], settings);
    const { functions } = defined;
    const routes = makeRoutes(
      functions.filter((each) => each.type === "httpTrigger"),
      hostJson.extensions.http.routePrefix,
    );
    const problems = [...defined.problems, ...routes.problems, ...scheduleProblems(functions)];
    if (problems.length > 0) throw new HostStartError(problems);
    for (const message of [...defined.warnings, ...routes.warnings]) log({ level: "warning", message });
    const common = { functions, hostJson, settings, clock, workerWaitMs, statuses, log };
    const lease = new SingletonLease(clock);
    const instances = new Instances(supervisors.map((supervisor) => new Instance({ ...common, supervisor, lease })));
    const stop = async () => {
      await Promise.all(instances.all.map((each) => each.stop(stopGraceMs)));
      stopFollowing();
    };
    const streams = loaded?.httpUri !== undefined;
    return { instances, functions, routes, hostJson, streams, workerWaitMs, stopGraceMs, stop };
  } catch (error) {
    stopFollowing();
    await Promise.all(supervisors.map((each) => each.stop()));
    throw error;
  }
}

function scheduleProblems(functions: readonly FunctionDefinition[]): string[] {
  return functions.flatMap((each) => {
    if (each.type !== "timerTrigger") return [];
    try {
      parseNcrontab(each.schedule);
      return [];
    } catch (error) {
      return [`${each.name}: ${error instanceof Error ? error.message : error}`];
    }
  });
}
