import { randomUUID } from "node:crypto";
import type { Log } from "./log.ts";
import type { TypedData } from "./protocol.ts";
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
}

/** What a listener needs of a function to run it. */
interface Invocable {
  readonly name: string;
  readonly bindingName: string;
}

/** Runs invocations in the worker, counts them, and knows when nothing is under way. */
export class Invocations {
  readonly #supervisor: WorkerSupervisor;
  readonly #log: Log;
  readonly #stats = new Map<string, FunctionStats>();
  readonly #watchers = new Set<() => void>();
  #underWay = 0;

  constructor(supervisor: WorkerSupervisor, log: Log) {
    this.#supervisor = supervisor;
    this.#log = log;
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
   * One invocation. Waits for a worker up to `waitMs` of real time.
   *
   * @throws {NoWorkerError} none came
   * @throws {WorkerDiedError} it ended meanwhile
   * @throws {InvocationFailedError} the app threw
   */
  async run(target: Invocable, { input, triggerMetadata = {} }: InvocationInput, waitMs: number): Promise<Outcome> {
    const worker = await this.#supervisor.ready(waitMs);
    const invocationId = randomUUID();
    const stats = this.#statsOf(target.name);
    stats.started += 1;
    const started = performance.now();
    this.#note(target, invocationId, "information", "Executing");
    try {
      const returnValue = await this.#invoke(worker, target, { invocationId, input, triggerMetadata });
      stats.succeeded += 1;
      this.#note(target, invocationId, "information", `Succeeded after ${elapsed(started)}`);
      return { returnValue };
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
    request: { invocationId: string; input: TypedData; triggerMetadata: Record<string, TypedData> },
  ): Promise<TypedData | null | undefined> {
    const returnValue = await worker.invoke({ ...request, functionName: name, inputName: bindingName });
    this.#supervisor.finishedOne();
    return returnValue;
  }

  #statsOf(functionName: string): FunctionStats {
    const known = this.#stats.get(functionName) ?? { started: 0, succeeded: 0, failed: 0 };
    this.#stats.set(functionName, known);
    return known;
  }

  #note({ name }: Invocable, invocationId: string, level: string, message: string): void {
    this.#log({ level, functionName: name, invocationId, message });
  }
}

/** What came back. Nothing at all when the handler returned nothing. */
export interface Outcome {
  readonly returnValue: TypedData | null | undefined;
}

function elapsed(started: number): string {
  return `${Math.round(performance.now() - started)} ms`;
}
