import { setTimeout as sleep } from "node:timers/promises";
import type { Log } from "./log.ts";
import type { LoadedApp } from "./protocol.ts";
import { NoWorkerError } from "./worker-errors.ts";
import type { WorkerProcess } from "./worker-process.ts";

/** Real milliseconds before the first, second, … restart in a row; the last one stands for all that follow. */
const BACK_OFF_MS = [0, 250, 1000, 2000, 5000];
const TERMINATE_GRACE_MS = 5000;

export interface WorkerSupervisorOptions {
  readonly start: () => WorkerProcess;
  readonly log: Log;
  /** Restarts in a row without an invocation that came back, before it gives up. */
  readonly restartLimit: number;
}

/** Told when the worker comes up (after its first start) and goes down. */
export interface WorkerWatcher {
  up(): void;
  down(): void;
}

/**
 * Keeps one worker running. When it ends by itself it is started again: at once, and with growing pauses while no
 * worker in between has finished an invocation, and in the end not any more.
 */
export class WorkerSupervisor {
  readonly #options: WorkerSupervisorOptions;
  readonly #watchers = new Set<WorkerWatcher>();
  readonly #waiting = new Set<() => void>();
  /** Exists from the fork to the exit; takes invocations only when it is also `#ready`. */
  #process: WorkerProcess | undefined;
  #ready: WorkerProcess | undefined;
  #restarts: "on" | "off" | "given up" = "on";
  #endsInARow = 0;

  constructor(options: WorkerSupervisorOptions) {
    this.#options = options;
  }

  watch(watcher: WorkerWatcher): void {
    this.#watchers.add(watcher);
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Whether the worker takes invocations now. */
  get isReady(): boolean {
    return this.#ready !== undefined;
  }

  /** Whether a worker is there, or will be without anybody's doing. */
  get restarts(): boolean {
    return this.#restarts === "on";
  }

  /** Starts a worker and waits until the app is loaded. @throws {WorkerLoadError} and then there is no worker */
  async start(): Promise<LoadedApp> {
    if (this.#process !== undefined) return this.#process.loaded;
    this.#restarts = "on";
    const worker = this.#options.start();
    this.#process = worker;
    void worker.exited.then(() => this.#ended(worker));
    const app = await worker.loaded.catch(async (error: unknown) => {
      await worker.exited;
      throw error;
    });
    this.#ready = worker;
    for (const watcher of this.#watchers) watcher.up();
    for (const wake of this.#waiting) wake();
    return app;
  }

  /** The running worker; waits for one up to `waitMs` of real time. @throws {NoWorkerError} none came, or none will */
  async ready(waitMs: number): Promise<WorkerProcess> {
    const deadline = performance.now() + waitMs;
    while (this.#ready === undefined) {
      const left = this.#restarts === "given up" ? 0 : deadline - performance.now();
      if (left <= 0) throw new NoWorkerError("The worker is down");
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, left);
        this.#waiting.add(wake);
      });
    }
    return this.#ready;
  }

  /** An invocation came back: whatever ends the worker next is not the same trouble again. */
  finishedOne(): void {
    this.#endsInARow = 0;
  }

  async setClockOffset(offsetMs: number): Promise<void> {
    await this.#process?.setClockOffset(offsetMs);
  }

  /** Kills the worker; resolves when the process is gone. */
  async crash(restart: boolean): Promise<void> {
    this.#restarts = restart ? "on" : "off";
    // Ordered by whoever tests, so it does not count towards the back-off.
    this.#endsInARow = 0;
    this.#process?.kill();
    await this.#process?.exited;
  }

  /** The host goes down: what waits for a worker that nobody is going to start does not have to wait any more. */
  endWaiting(): void {
    if (this.#restarts === "on") return;
    this.#restarts = "given up";
    for (const wake of this.#waiting) wake();
  }

  /** Ends the worker as the real host does at shutdown, and starts no other. */
  async stop(): Promise<void> {
    this.#restarts = "off";
    // One that still loads the app has nothing to end.
    if (this.#ready === undefined) this.#process?.kill();
    await this.#process?.terminate(TERMINATE_GRACE_MS);
  }

  #ended(worker: WorkerProcess): void {
    this.#process = undefined;
    if (this.#ready !== worker) return;
    this.#ready = undefined;
    for (const watcher of this.#watchers) watcher.down();
    if (this.#restarts === "on") void this.#restart();
  }

  async #restart(): Promise<void> {
    const { log, restartLimit } = this.#options;
    if (this.#endsInARow >= restartLimit) {
      this.#restarts = "given up";
      this.#endsInARow = 0;
      for (const wake of this.#waiting) wake();
      const message = `The worker has ended ${restartLimit + 1} times in a row: it is not started again by itself.`;
      return log({ level: "critical", message });
    }
    const pause = BACK_OFF_MS[Math.min(this.#endsInARow, BACK_OFF_MS.length - 1)] ?? 0;
    this.#endsInARow += 1;
    log({ level: "warning", message: `The worker has ended. Starting another one in ${pause} ms.` });
    await sleep(pause);
    if (this.#restarts !== "on" || this.#process !== undefined) return;
    try {
      await this.start();
    } catch (error) {
      log({ level: "error", message: `The worker did not start again: ${String(error)}` });
      if (this.#restarts === "on") void this.#restart();
    }
  }
}
