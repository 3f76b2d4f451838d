import { pathToFileURL } from "node:url";
import { errorData, type InvocationRequest, isHostMessage, type LogLevel, type WorkerMessage } from "../protocol.ts";
import { makeCoreApi } from "./core-api.ts";
import { type AppContext, runInvocation } from "./invoke.ts";
import { onLoopbackOnly } from "./loopback.ts";
import type { LogCategory } from "./model.ts";

// The worker: a process of its own that loads one app once. Arguments: the app's entry files, in order.

function send(message: WorkerMessage): void {
  // Nobody is there to be told when the channel is gone; the process ends on "disconnect".
  if (process.connected) process.send?.(message);
}

function log(entry: {
  level: LogLevel;
  category: LogCategory;
  message: string;
  functionName?: string;
  invocationId?: string;
  invocationContext?: unknown;
}): void {
  const { invocationContext, functionName, invocationId } = entry;
  const { level, message, category } = entry;
  const hooked = { hookData: {}, level, message, category, invocationContext };
  registrations.hooks.runNow("log", hooked);
  send({
    kind: "log",
    level: hooked.level,
    message: hooked.message,
    ...(functionName === undefined ? {} : { functionName }),
    ...(invocationId === undefined ? {} : { invocationId }),
  });
}

const { api, registrations } = makeCoreApi((level, category, message) => log({ level, category, message }));
// appStart and appTerminate hooks share one object, as in the real worker.
const startHooks = { hookData: {}, appHookData: {} };

async function load(entries: readonly string[]): Promise<{ app: AppContext | undefined; httpUri: string | undefined }> {
  Object.assign(globalThis, { [Symbol.for("azure.functions-core")]: api });
  for (const entry of entries) await import(pathToFileURL(entry).href);
  registrations.closed = true;
  await registrations.hooks.run("appStart", startHooks);
  const { model, hooks } = registrations;
  if (model === undefined) return { app: undefined, httpUri: undefined };
  const { HttpUri } = await onLoopbackOnly(() => model.getCapabilities({ RawHttpBodyBytes: "true" }));
  return { app: { model, hooks, appHookData: startHooks.appHookData, log }, httpUri: HttpUri };
}

async function invoke(app: AppContext | undefined, request: InvocationRequest): Promise<void> {
  const { invocationId, functionName } = request;
  try {
    const registered = registrations.functions.get(functionName);
    if (app === undefined || registered === undefined) throw new Error(`No function "${functionName}" in this app`);
    send({ kind: "succeeded", invocationId, response: await runInvocation(app, registered, request) });
  } catch (error) {
    send({ kind: "failed", invocationId, error: errorData(error) });
  }
}

async function terminate(): Promise<void> {
  await registrations.hooks.run("appTerminate", startHooks);
  // Exits once the channel has taken what the hooks logged.
  process.send?.({ kind: "terminated" } satisfies WorkerMessage, () => process.exit(0));
}

process.on("disconnect", () => process.exit(1));

try {
  const { app, httpUri } = await load(process.argv.slice(2));
  process.on("message", (message: unknown) => {
    if (!isHostMessage(message)) return;
    if (message.kind === "invoke") void invoke(app, message.request);
    if (message.kind === "terminate") void terminate();
  });
  const functions = [...registrations.functions.values()].map(({ metadata }) => metadata);
  // Through JSON, as the real worker sends it: what a binding holds beside data does not reach the host.
  send({
    kind: "loaded",
    functions: JSON.parse(JSON.stringify(functions)),
    ...(httpUri === undefined ? {} : { httpUri }),
  });
} catch (error) {
  process.send?.({ kind: "load-failed", error: errorData(error) } satisfies WorkerMessage, () => process.exit(1));
}
