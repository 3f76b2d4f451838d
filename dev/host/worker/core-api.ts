import type { FunctionMetadata, LogLevel } from "../protocol.ts";
import { type HookCallback, Hooks } from "./hooks.ts";
import type { FunctionCallback, LogCategory, ProgrammingModel } from "./model.ts";

const VERSION = "3.11.0";
const HOST_VERSION = "4.1037.0.0";

class Disposable {
  readonly #dispose: () => void;

  constructor(dispose: () => void) {
    this.#dispose = dispose;
  }

  static from(...disposables: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => {
      for (const each of disposables) each.dispose();
    });
  }

  dispose(): void {
    this.#dispose();
  }
}

/** A function that the app registered: what the host may know of it, and the handler. */
export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

/** What the app did while it was loaded. */
export interface Registrations {
  readonly hooks: Hooks;
  readonly functions: Map<string, RegisteredFunction>;
  model: ProgrammingModel | undefined;
  /** After loading, a registration throws. */
  closed: boolean;
}

/** Makes the object that `require("@azure/functions-core")` yields, and the record of what the app does with it. */
export function makeCoreApi(log: (level: LogLevel, category: LogCategory, message: string) => void): {
  api: object;
  registrations: Registrations;
} {
  const registrations: Registrations = { hooks: new Hooks(), functions: new Map(), model: undefined, closed: false };
  const api = {
    version: VERSION,
    hostVersion: HOST_VERSION,
    registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
      if (registrations.closed) throw new Error("A function can only be registered during app startup.");
      if (registrations.functions.has(metadata.name)) {
        throw new Error(`A function with name "${metadata.name}" has already been registered.`);
      }
      registrations.functions.set(metadata.name, { metadata, callback });
      return new Disposable(() => registrations.functions.delete(metadata.name));
    },
    registerHook: (name: string, callback: HookCallback) => new Disposable(registrations.hooks.add(name, callback)),
    setProgrammingModel(model: ProgrammingModel): void {
      registrations.model = model;
    },
    getProgrammingModel: () => registrations.model,
    log,
    Disposable,
  };
  return { api, registrations };
}
