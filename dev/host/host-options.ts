import type { VirtualClock } from "../clock.ts";
import type { LogEntry } from "./log.ts";

export interface HostOptions {
  /** The folder with package.json and host.json. */
  readonly appDir: string;
  /** The worker's environment; also where `%NAME%` and connections are looked up. */
  readonly settings: Record<string, string>;
  readonly clock: VirtualClock;
  /** HTTP port on 127.0.0.1; a free one when left out. */
  readonly port?: number;
  /** Opens functions whose authLevel is function. In header `x-functions-key`, or else in query `code`. */
  readonly hostKey: string;
  /** Opens everything, `admin` functions and `/admin/…` included. When left out nothing opens those. */
  readonly masterKey?: string;
  /** Keys that open one function each. */
  readonly functionKeys?: Readonly<Record<string, string>>;
  /** How many instances of the app, each a worker with listeners of its own; 1 when left out. */
  readonly instances?: number;
  /** Where the timers' record is kept between runs; undefined: in memory, and a start catches nothing up. */
  readonly timerFile?: string;
  /** Environment of the workers beside the settings, NODE_EXTRA_CA_CERTS for instance. */
  readonly env?: Record<string, string>;
  readonly onLog?: (entry: LogEntry) => void;
  /** Real milliseconds that an event waits while the worker is down; 30 000 when left out. */
  readonly workerWaitMs?: number;
  /** Real milliseconds that what runs gets at a stop; 30 000 when left out. */
  readonly stopGraceMs?: number;
  /** Restarts of a worker in a row, without an invocation that came back, before it is given up; 10 when left out. */
  readonly restartLimit?: number;
  /** Real milliseconds until a streamed request without an answer is given up; 240 000 when left out. */
  readonly streamWaitMs?: number;
}

/** What an option is when it is left out. Times in real milliseconds. */
export const defaults = {
  instances: 1,
  workerWaitMs: 30_000,
  stopGraceMs: 30_000,
  restartLimit: 10,
  streamWaitMs: 240_000,
  bodyLimitBytes: 104_857_600,
} as const;
