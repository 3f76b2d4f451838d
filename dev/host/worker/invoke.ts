import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { InvocationRequest, InvocationResponse, LogLevel } from "../protocol.ts";
import type { RegisteredFunction } from "./core-api.ts";
import type { Hooks } from "./hooks.ts";
import type { CoreInvocationContext, FunctionCallback, LogCategory, ProgrammingModel } from "./model.ts";

/** What an invocation shares with the others of the same app. */
export interface AppContext {
  readonly model: ProgrammingModel;
  readonly hooks: Hooks;
  readonly appHookData: Record<string, unknown>;
  log(entry: {
    level: LogLevel;
    category: LogCategory;
    message: string;
    functionName: string;
    invocationId: string;
    invocationContext: unknown;
  }): void;
}

/**
 * One invocation in the order of the real worker: arguments, pre-invocation hooks, handler, post-invocation hooks, response.
 * A hook before may replace inputs and handler, and fails the invocation when it throws; a hook after may replace the
 * result, and clear the error.
 *
 * @throws whatever the handler or a hook threw
 */
export async function runInvocation(
  app: AppContext,
  { metadata, callback }: RegisteredFunction,
  request: InvocationRequest,
): Promise<InvocationResponse> {
  let invocationContext: unknown;
  const core: CoreInvocationContext = {
    ...coreRequest(request),
    metadata,
    log(level, category, message) {
      const { functionName, invocationId } = request;
      app.log({ level, category, message, functionName, invocationId, invocationContext });
    },
  };
  const invocation = app.model.getInvocationModel(core);
  const { context, inputs } = await invocation.getArguments();
  invocationContext = context;

  const shared = { hookData: {}, appHookData: app.appHookData, invocationContext: context };
  const before = { ...shared, inputs, functionCallback: callback };
  core.state = "preInvocationHooks";
  await app.hooks.run("preInvocation", before);

  const after: { inputs: unknown[]; result: unknown; error: unknown } & typeof shared = {
    ...shared,
    inputs: before.inputs,
    result: undefined,
    error: undefined,
  };
  core.state = "invocation";
  try {
    after.result = await invocation.invokeFunction(context, before.inputs, before.functionCallback as FunctionCallback);
  } catch (error) {
    after.error = error;
  }

  core.state = "postInvocationHooks";
  await app.hooks.run("postInvocation", after);
  if (after.error !== undefined && after.error !== null) throw after.error;

  const { returnValue, outputData = [] } = await invocation.getResponse(context, after.result);
  return { returnValue, outputData };
}

function coreRequest(request: InvocationRequest): Pick<CoreInvocationContext, "invocationId" | "request"> {
  const { invocationId, functionName, inputName, input, triggerMetadata, retryContext } = request;
  return {
    invocationId,
    request: {
      invocationId,
      functionId: functionName,
      inputData: [{ name: inputName, data: input }],
      triggerMetadata,
      traceContext: { traceParent: traceParentBelow(triggerMetadata) },
      ...(retryContext && { retryContext }),
    },
  };
}

const Traced = z.object({ "Diagnostic-Id": z.string().regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/) });

/** A span of the host's own: in the trace that the message names, as the Service Bus extension makes it, or in a new one. */
function traceParentBelow({ ApplicationProperties: properties }: InvocationRequest["triggerMetadata"]): string {
  const span = randomBytes(8).toString("hex");
  const traced = Traced.safeParse(JSON.parse(properties?.json ?? "{}"));
  if (!traced.success) return `00-${randomBytes(16).toString("hex")}-${span}-00`;
  const [, trace] = traced.data["Diagnostic-Id"].split("-");
  return `00-${trace}-${span}-01`;
}
