import { randomBytes } from "node:crypto";
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
  const traceParent = `00-${randomBytes(16).toString("hex")}-${randomBytes(8).toString("hex")}-00`;
  return {
    invocationId,
    request: {
      invocationId,
      functionId: functionName,
      inputData: [{ name: inputName, data: input }],
      triggerMetadata,
      traceContext: { traceParent },
      ...(retryContext && { retryContext }),
    },
  };
}
