import type { VirtualClock } from "../../clock.ts";
import type { TimerFunction } from "../functions.ts";
import type { InvocationInput, Invocations } from "../invocations.ts";
import type { Log } from "../log.ts";
import type { RetryContext } from "../protocol.ts";
import { retryDelayMs } from "../retry-policy.ts";

export interface RetriedRun {
  readonly target: TimerFunction;
  readonly clock: VirtualClock;
  readonly invocations: Invocations;
  readonly workerWaitMs: number;
  readonly log: Log;
}

/**
 * One invocation, repeated by the function's retry policy after pauses of virtual time. Retries live in this host: they
 * end with `signal`.
 *
 * @throws what the last try threw
 */
export async function runWithRetries(run: RetriedRun, input: InvocationInput, signal: AbortSignal): Promise<void> {
  const { target, invocations, workerWaitMs, log, clock } = run;
  const { retry } = target;
  let retryContext: RetryContext | undefined;
  for (let attempt = 1; ; attempt++) {
    try {
      await invocations.run(target, { ...input, ...(retryContext && { retryContext }) }, workerWaitMs);
      return;
    } catch (error) {
      const isLast = retry === undefined || (retry.maxRetryCount !== -1 && attempt > retry.maxRetryCount);
      if (isLast || signal.aborted) throw error;
      const pauseMs = retryDelayMs(retry, attempt);
      const message = `Waiting for ${pauseMs} ms before retrying function execution. Next attempt: '${attempt}'.`;
      log({ level: "information", functionName: target.name, message });
      await virtualPause(clock, pauseMs, signal);
      if (signal.aborted) throw error;
      retryContext = { retryCount: attempt, maxRetryCount: retry.maxRetryCount, exception: exceptionOf(error) };
    }
  }
}

function virtualPause(clock: VirtualClock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      signal.removeEventListener("abort", end);
      resolve();
    };
    const cancel = clock.at(clock.now() + ms, end);
    signal.addEventListener("abort", end);
  });
}

function exceptionOf(error: unknown): RetryContext["exception"] {
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  return { source: "", stackTrace: stack, message: `Result: Failure\nException: ${message}\nStack: ${stack}` };
}
