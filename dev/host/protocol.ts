/**
 * What host and worker say to each other over Node's IPC channel (`serialization: "advanced"`, so bytes stay bytes). The
 * data shapes are those of the real worker's protocol, as `@azure/functions` reads and writes them.
 */

/** A value that is told apart from an absent one. */
export interface Nullable<Value> {
  readonly value: Value;
}

/** A cookie as `@azure/functions` hands it over. `maxAge` in seconds, `expires` in epoch seconds. */
export interface HttpCookie {
  readonly name: string;
  readonly value: string;
  readonly domain?: Nullable<string>;
  readonly path?: Nullable<string>;
  readonly expires?: Nullable<{ readonly seconds: number }>;
  readonly secure?: Nullable<boolean>;
  readonly httpOnly?: Nullable<boolean>;
  readonly sameSite?: "none" | "lax" | "strict" | "explicitNone";
  readonly maxAge?: Nullable<number>;
}

/** A request on its way to the worker (the nullable maps), or a response on its way back. */
export interface HttpData {
  readonly method?: string;
  readonly url?: string;
  readonly nullableHeaders?: Record<string, Nullable<string>>;
  readonly nullableQuery?: Record<string, Nullable<string>>;
  readonly nullableParams?: Record<string, Nullable<string>>;
  readonly statusCode?: string;
  readonly headers?: Record<string, string>;
  readonly cookies?: readonly HttpCookie[];
  readonly body?: TypedData | null;
}

/** One value between host and worker: at most one member is set. */
export interface TypedData {
  readonly string?: string;
  /** JSON text. */
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly int?: number;
  readonly double?: number;
  readonly http?: HttpData;
  readonly collectionString?: { readonly string: readonly string[] };
  readonly collectionBytes?: { readonly bytes: readonly Uint8Array[] };
  readonly collectionSint64?: { readonly sint64: readonly Int64[] };
}

/** A 64-bit number as the real worker's protocol library shows it to JavaScript. */
export interface Int64 {
  readonly low: number;
  readonly high: number;
  readonly unsigned: boolean;
}

export type LogLevel = "trace" | "debug" | "information" | "warning" | "error" | "critical" | "none";

/** A function as the app registered it: `%NAME%` not replaced, bindings by their names. */
export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Record<string, Record<string, unknown>>;
  readonly retryOptions?: Record<string, unknown>;
}

/** An error's parts; the error itself does not cross a process boundary. */
export interface ErrorData {
  readonly message: string;
  readonly stack?: string;
}

/** Why this invocation is a repetition; absent at the first try. */
export interface RetryContext {
  readonly retryCount: number;
  readonly maxRetryCount: number;
  readonly exception: { readonly message: string; readonly source: string; readonly stackTrace: string };
}

/** One event for one function. */
export interface InvocationRequest {
  readonly invocationId: string;
  readonly functionName: string;
  /** The trigger's binding. */
  readonly inputName: string;
  readonly input: TypedData;
  readonly triggerMetadata: Record<string, TypedData>;
  readonly retryContext?: RetryContext;
}

/** What a function gave back: nothing at all when the handler returned nothing and set no output. */
export interface InvocationResponse {
  readonly returnValue: TypedData | null | undefined;
  /** Values of the output bindings beside `$return`. */
  readonly outputData: readonly { readonly name: string; readonly data: TypedData }[];
}

/** What a worker tells when the app is loaded. */
export interface LoadedApp {
  readonly functions: readonly FunctionMetadata[];
  /** Where the library takes HTTP requests, when the app asked for HTTP streaming. */
  readonly httpUri?: string;
}

export type HostMessage =
  | { readonly kind: "invoke"; readonly request: InvocationRequest }
  | { readonly kind: "clock"; readonly id: number; readonly offsetMs: number }
  | { readonly kind: "terminate" };

export type WorkerMessage =
  | ({ readonly kind: "loaded" } & LoadedApp)
  | { readonly kind: "load-failed"; readonly error: ErrorData }
  | { readonly kind: "clock-set"; readonly id: number }
  | { readonly kind: "terminated" }
  | { readonly kind: "succeeded"; readonly invocationId: string; readonly response: InvocationResponse }
  | { readonly kind: "failed"; readonly invocationId: string; readonly error: ErrorData }
  | {
      readonly kind: "log";
      readonly level: LogLevel;
      readonly message: string;
      readonly functionName?: string;
      readonly invocationId?: string;
    };

function hasKind(value: unknown): boolean {
  return typeof value === "object" && value !== null && "kind" in value;
}

/** Both ends are this program; the check keeps out messages of other libraries on the same channel. */
export function isHostMessage(value: unknown): value is HostMessage {
  return hasKind(value);
}

/** @see isHostMessage */
export function isWorkerMessage(value: unknown): value is WorkerMessage {
  return hasKind(value);
}

/** The parts of whatever was thrown. */
export function errorData(thrown: unknown): ErrorData {
  if (!(thrown instanceof Error)) return { message: String(thrown) };
  return thrown.stack === undefined ? { message: thrown.message } : { message: thrown.message, stack: thrown.stack };
}
