import type { FunctionDefinition } from "./functions.ts";
import type { Instance } from "./instance.ts";
import { manualData } from "./service-bus/trigger-data.ts";

/** A run by hand that has begun. */
export interface ManualRun {
  readonly type: FunctionDefinition["type"];
  /** Rejects with what the invocation threw. */
  readonly ended: Promise<void>;
}

const WAIT_MS = 30_000;

/**
 * Runs an enabled function by hand: a timer beside its schedule, a Service Bus function with `input` as the body of a
 * message that nobody sent. Undefined when there is no such function, or it is an HTTP function, which is called by HTTP.
 */
export function runManually(
  instance: Instance,
  functions: readonly FunctionDefinition[],
  functionName: string,
  input: unknown,
): ManualRun | undefined {
  const name = functionName.toLowerCase();
  const target = functions.find((each) => each.name.toLowerCase() === name && !each.disabled);
  if (target === undefined || target.type === "httpTrigger") return undefined;
  if (target.type === "timerTrigger") {
    const timer = instance.timers.find(name);
    return timer && { type: target.type, ended: timer.runNow() };
  }
  const body = typeof input === "string" ? input : JSON.stringify(input ?? "");
  const { invocations } = instance;
  const running = invocations.during(() => invocations.run(target, manualData(body, target.dataType), WAIT_MS));
  return { type: target.type, ended: running.then(() => undefined) };
}
