import type { LogLevel, RetryContext, TypedData } from "../protocol.ts";

/** The parts of `@azure/functions-core` that the library hands to the worker. The package itself has no types on npm. */
export type FunctionCallback = (...args: unknown[]) => unknown;
export type LogCategory = "user" | "system" | "customMetric";

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], handler: FunctionCallback): Promise<unknown>;
  getResponse(
    context: unknown,
    result: unknown,
  ): Promise<{ returnValue?: TypedData | null; outputData?: { name: string; data: TypedData }[] }>;
}

export interface CoreInvocationContext {
  invocationId: string;
  request: {
    invocationId: string;
    functionId: string;
    inputData: { name: string; data: TypedData }[];
    triggerMetadata: Record<string, TypedData>;
    traceContext: { traceParent: string };
    retryContext?: RetryContext;
  };
  metadata: unknown;
  state?: "preInvocationHooks" | "postInvocationHooks" | "invocation";
  log(level: LogLevel, category: LogCategory, message: string): void;
}

export interface ProgrammingModel {
  name: string;
  version: string;
  getCapabilities(defaults: Record<string, string>): Promise<Record<string, string>>;
  getInvocationModel(core: CoreInvocationContext): InvocationModel;
}
