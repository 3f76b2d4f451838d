import { randomUUID } from "node:crypto";
import { FunctionTimer } from "./function-timer.ts";
import type { Log } from "./log.ts";
import type { OutputBinding } from "./outputs/output-binding.ts";
import type { WriteOutputs } from "./outputs/write-outputs.ts";
import type { InvocationResponse, RetryContext, TypedData } from "./protocol.ts";
import { InvocationFailedError } from "./worker-errors.ts";
import type { WorkerProcess } from "./worker-process.ts";
import type { WorkerSupervisor } from "./worker-supervisor.ts";

/** How often a function was invoked. An invocation that ended with the worker counts as failed. */
export interface FunctionStats {
  started: number;
  succeeded: number;
  failed: number;
}

/** The trigger's data for one invocation. */
export interface InvocationInput {
  readonly input: TypedData;
  readonly triggerMetadata?: Record<string, TypedData>;
  readonly retryContext?: RetryContext;
  /** Called when a worker was found, before it is asked. `httpUri`: where it takes the request itself. */
  readonly onStart?: (started: { readonly invocationId: string; readonly httpUri: string | undefined }) => void;
}

/** What a listener needs of a function to run it. */
export interface Invocable {
  readonly name: string;
  readonly bindingName: string;
  readonly outputs: readonly OutputBinding[];
}

export interface InvocationsOptions {
  readonly supervisor: WorkerSupervisor;
  readonly writeOutputs: WriteOutputs;
  /** `functionTimeout` of host.json, in real milliseconds. */
  readonly functionTimeoutMs: number;
  readonly log: Log;
}

/** Runs invocations in the worker, counts them, and knows when nothing is under way. */
export class Invocations {
  readonly #options: InvocationsOptions;
  readonly #stats = new Map<string, FunctionStats>();
  readonly #watchers = new Set<() => void>();
  #underWay = 0;

  constructor(options: InvocationsOptions) {
    this.#options = options;
  }

  /**
   * Holds `idle` until `work` has ended: from the event's arrival to its settlement, which is more than the invocation.
   */
  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#underWay -= 1;
      for (const changed of this.#watchers) changed();
    }
  }

  /**
   * One invocation, its outputs included: where one cannot be written, the invocation has failed. Waits for a worker up to
   * `waitMs` of real time.
   *
   * @throws {NoWorkerError} none came
   * @throws {WorkerDiedError} it ended meanwhile
   * @throws {InvocationFailedError} the app threw
   */
  async run(target: Invocable, input: InvocationInput, waitMs: number): Promise<InvocationResponse> {
    const worker = await this.#options.supervisor.ready(waitMs);
    const invocationId = randomUUID();
    const stats = this.#statsOf(target.name);
    stats.started += 1;
    const started = performance.now();
    this.#note(target, invocationId, "information", "Executing");
    try {
      const response = await this.#invoke(worker, target, invocationId, input);
      await this.#options.writeOutputs(target.outputs, response, input.triggerMetadata ?? {});
      stats.succeeded += 1;
      this.#note(target, invocationId, "information", `Succeeded after ${elapsed(started)}`);
      return response;
    } catch (error) {
      stats.failed += 1;
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#note(target, invocationId, "error", `Failed after ${elapsed(started)}: ${why}`);
      throw error;
    }
  }

  stats(): Record<string, FunctionStats> {
    return Object.fromEntries([...this.#stats].map(([name, stats]) => [name, { ...stats }]));
  }

  /** Whether an event is being worked on. */
  get busy(): boolean {
    return this.#underWay > 0;
  }

  /** Resolves when nothing is under way and `isDue` sees nothing that is about to start. */
  async idle(isDue: () => boolean): Promise<void> {
    while (this.#underWay > 0 || isDue()) {
      await new Promise<void>((resolve) => {
        const changed = () => {
          this.#watchers.delete(changed);
          resolve();
        };
        this.#watchers.add(changed);
      });
    }
  }

  async #invoke(
    worker: WorkerProcess,
    { name, bindingName }: Invocable,
    invocationId: string,
    { input, triggerMetadata = {}, retryContext, onStart }: InvocationInput,
  ): Promise<InvocationResponse> {
    const { supervisor, functionTimeoutMs } = this.#options;
    // As in the real host: an invocation cannot be stopped, so the worker is, with all that runs in it.
    const timer = new FunctionTimer(functionTimeoutMs, () => worker.kill());
    const request = { invocationId, functionName: name, inputName: bindingName, input, triggerMetadata };
    onStart?.({ invocationId, httpUri: worker.httpUri });
    try {
      const response = await worker.invoke({ ...request, ...(retryContext && { retryContext }) });
      supervisor.finishedOne();
      return response;
    } catch (error) {
      if (error instanceof InvocationFailedError) supervisor.finishedOne();
      throw timer.timedOut(name) ?? error;
    } finally {
      timer.stop();
    }
  }

  #statsOf(functionName: string): FunctionStats {
    const known = this.#stats.get(functionName) ?? { started: 0, succeeded: 0, failed: 0 };
    this.#stats.set(functionName, known);
    return known;
  }

  #note({ name }: Invocable, invocationId: string, level: string, message: string): void {
    this.#options.log({ level, functionName: name, invocationId, message });
  }
}

function elapsed(started: number): string {
  return `${Math.round(performance.now() - started)} ms`;
}
