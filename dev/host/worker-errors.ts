import type { ErrorData } from "./protocol.ts";

/** The app could not be loaded. The message is the app's own error. */
export class WorkerLoadError extends Error {
  override readonly name = "WorkerLoadError";
}

/** No worker came up while one was waited for: the invocation did not start. */
export class NoWorkerError extends Error {
  override readonly name = "NoWorkerError";
}

/** The worker ended: the invocation may have run in part, in whole or not at all. */
export class WorkerDiedError extends Error {
  override readonly name = "WorkerDiedError";
}

/** The handler or a hook threw. Message and stack are those of the worker's error. */
export class InvocationFailedError extends Error {
  override readonly name = "InvocationFailedError";

  constructor({ message, stack }: ErrorData) {
    super(message);
    if (stack !== undefined) this.stack = stack;
  }
}
