import { type ChildProcess, fork } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Log } from "./log.ts";
import { type InvocationRequest, type InvocationResponse, isWorkerMessage, type LoadedApp } from "./protocol.ts";
import { WorkerChannel } from "./worker-channel.ts";
import { WorkerLoadError } from "./worker-errors.ts";

export interface WorkerProcessOptions {
  readonly appDir: string;
  /** Absolute paths, loaded one after another. */
  readonly entries: readonly string[];
  readonly env: Record<string, string>;
  readonly clockOffsetMs: number;
  readonly log: Log;
}

/** How long an app may take to load; Flex Consumption gives as much. */
const LOAD_LIMIT_MS = 30_000;
/** Lines of standard error that are kept, to say why a worker ended. */
const LAST_LINES = 20;

/** One worker: a child process with one load of the app. It takes any number of invocations at a time. */
export class WorkerProcess {
  /** Resolves with what the app registered. @throws {WorkerLoadError} */
  readonly loaded: Promise<LoadedApp>;
  /** Resolves when the process has ended, for whatever reason; never rejects. */
  readonly exited: Promise<void>;
  readonly #child: ChildProcess;
  readonly #channel: WorkerChannel;
  readonly #lastErrors: string[] = [];
  #httpUri: string | undefined;

  constructor({ appDir, entries, env, clockOffsetMs, log }: WorkerProcessOptions) {
    this.#child = fork(fileURLToPath(new URL("worker/main.ts", import.meta.url)), entries, {
      cwd: appDir,
      // Ctrl+C in a terminal goes to a whole process group, and the worker has to end what it began.
      detached: true,
      env: {
        ...env,
        // The one way that works for every kind of app and bundle: a real package that the resolver finds.
        NODE_PATH: fileURLToPath(new URL("worker-modules", import.meta.url)),
        FUNCTIONS_HOST_CLOCK_OFFSET_MS: String(clockOffsetMs),
      },
      execArgv: ["--import", new URL("worker/clock-preload.ts", import.meta.url).href],
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.#channel = new WorkerChannel(this.#child, log);
    this.#readOutput(log);
    this.exited = this.#exit();
    this.loaded = this.#load();
    // Whoever starts a worker looks at `loaded`; one that is killed meanwhile must not end the host.
    this.loaded.catch(() => undefined);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Where this worker takes HTTP requests itself; undefined without HTTP streaming. */
  get httpUri(): string | undefined {
    return this.#httpUri;
  }

  /** Runs one invocation. @throws {InvocationFailedError} the app threw @throws {WorkerDiedError} the worker ended first */
  invoke(request: InvocationRequest): Promise<InvocationResponse> {
    return this.#channel.invoke(request);
  }

  /** Resolves when `Date.now()` in the worker shows the new offset, or when the worker has ended. */
  setClockOffset(offsetMs: number): Promise<void> {
    return this.#channel.setClockOffset(offsetMs);
  }

  /** Lets `appTerminate` hooks run and the process exit; kills it after `graceMs` of real time. */
  async terminate(graceMs: number): Promise<void> {
    const timer = setTimeout(() => this.kill(), graceMs);
    this.#channel.terminate();
    await this.exited;
    clearTimeout(timer);
  }

  /** SIGKILL: nothing of the worker's runs any more. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #exit(): Promise<void> {
    return new Promise((resolve) => {
      this.#child.once("close", (code, signal) => {
        this.#channel.close();
        // First the news, then its consequences: receivers stop before the messages in work go back to their queues.
        resolve();
        this.#channel.failAll(signal === null ? `with exit code ${code}` : `by ${signal}`);
      });
      this.#child.on("error", () => {
        if (this.#child.pid === undefined) resolve();
      });
    });
  }

  #load(): Promise<LoadedApp> {
    return new Promise((resolve, reject) => {
      const fail = (message: string, cause?: unknown) => reject(new WorkerLoadError(message, { cause }));
      const limit = setTimeout(() => {
        fail(`The app was not loaded within ${LOAD_LIMIT_MS / 1000} s`);
        this.kill();
      }, LOAD_LIMIT_MS);
      this.#child.on("error", (error) => fail(error.message, error));
      this.#child.on("message", (message: unknown) => {
        if (!isWorkerMessage(message)) return;
        if (message.kind === "loaded") {
          clearTimeout(limit);
          this.#httpUri = message.httpUri;
          resolve(message);
        } else if (message.kind === "load-failed") fail(message.error.message, message.error.stack);
        else this.#channel.receive(message);
      });
      void this.exited.then(() => {
        clearTimeout(limit);
        fail(["The worker ended while it loaded the app", ...this.#lastErrors].join("\n"));
      });
    });
  }

  #readOutput(log: Log): void {
    const { stdout, stderr } = this.#child;
    if (stdout === null || stderr === null) return;
    createInterface({ input: stdout }).on("line", (message) => log({ level: "information", message }));
    createInterface({ input: stderr }).on("line", (message) => {
      this.#lastErrors.push(message);
      if (this.#lastErrors.length > LAST_LINES) this.#lastErrors.shift();
      log({ level: "error", message });
    });
  }
}
