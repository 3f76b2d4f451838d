import type { ChildProcess } from "node:child_process";
import type { Log } from "./log.ts";
import type { HostMessage, InvocationRequest, InvocationResponse, WorkerMessage } from "./protocol.ts";
import { InvocationFailedError, WorkerDiedError } from "./worker-errors.ts";

interface Waiting {
  resolve(response: InvocationResponse): void;
  reject(error: Error): void;
}

/** What the host asks of a running worker, and the answers that are still out. */
export class WorkerChannel {
  readonly #child: ChildProcess;
  readonly #log: Log;
  readonly #invocations = new Map<string, Waiting>();
  readonly #clockChanges = new Map<number, () => void>();
  #clockChangeId = 0;
  #closed = false;

  constructor(child: ChildProcess, log: Log) {
    this.#child = child;
    this.#log = log;
  }

  /** @throws {InvocationFailedError} the app threw @throws {WorkerDiedError} the worker ended first */
  invoke(request: InvocationRequest): Promise<InvocationResponse> {
    if (this.#closed) return Promise.reject(new WorkerDiedError("The worker has ended"));
    return new Promise((resolve, reject) => {
      this.#invocations.set(request.invocationId, { resolve, reject });
      this.#send({ kind: "invoke", request });
    });
  }

  /** Resolves when `Date.now()` in the worker shows the new offset, or when there is no worker left to ask. */
  setClockOffset(offsetMs: number): Promise<void> {
    if (this.#closed) return Promise.resolve();
    const id = ++this.#clockChangeId;
    return new Promise((resolve) => {
      this.#clockChanges.set(id, resolve);
      this.#send({ kind: "clock", id, offsetMs });
    });
  }

  terminate(): void {
    this.#send({ kind: "terminate" });
  }

  /** Takes what the worker says after it has loaded the app, and the answers on the clock from before. */
  receive(message: WorkerMessage): void {
    if (message.kind === "log") {
      const { kind: _, ...entry } = message;
      this.#log(entry);
    }
    if (message.kind === "clock-set") {
      this.#clockChanges.get(message.id)?.();
      this.#clockChanges.delete(message.id);
    }
    if (message.kind === "succeeded") this.#take(message.invocationId)?.resolve(message.response);
    if (message.kind === "failed") this.#take(message.invocationId)?.reject(new InvocationFailedError(message.error));
  }

  /** The worker has ended: nothing is asked of it any more. */
  close(): void {
    this.#closed = true;
  }

  /** Fails what is still out. `how` the worker ended: "by SIGKILL". */
  failAll(how: string): void {
    for (const waiting of this.#invocations.values()) waiting.reject(new WorkerDiedError(`The worker ended ${how}`));
    this.#invocations.clear();
    for (const resolve of this.#clockChanges.values()) resolve();
    this.#clockChanges.clear();
  }

  #take(invocationId: string): Waiting | undefined {
    const waiting = this.#invocations.get(invocationId);
    this.#invocations.delete(invocationId);
    return waiting;
  }

  #send(message: HostMessage): void {
    // An error here means that the worker is ending: its end then settles all that waits.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }
}
