const hookNames = ["preInvocation", "postInvocation", "appStart", "appTerminate", "log"] as const;
export type HookName = (typeof hookNames)[number];
export type HookCallback = (context: Record<string, unknown>) => unknown;

/** `instanceof RangeError` and this mark together are what the library turns into its version hint. */
class UnknownHookError extends RangeError {
  readonly isAzureFunctionsSystemError = true;
}

/** The app's hooks by name, in the order of registration. */
export class Hooks {
  readonly #callbacks = new Map<string, HookCallback[]>(hookNames.map((name) => [name, []]));

  /** Returns what takes the hook away again. @throws {RangeError} for a name that no worker knows */
  add(name: string, callback: HookCallback): () => void {
    const callbacks = this.#callbacks.get(name);
    if (callbacks === undefined) throw new UnknownHookError(`Unrecognized hook "${name}"`);
    callbacks.push(callback);
    return () => {
      const index = callbacks.indexOf(callback);
      if (index >= 0) callbacks.splice(index, 1);
    };
  }

  /** Runs them one after another on the same context object, which they may change. A throw stops the row. */
  async run(name: HookName, context: Record<string, unknown>): Promise<void> {
    for (const callback of [...(this.#callbacks.get(name) ?? [])]) await callback(context);
  }

  /** For `log`: a log call is not awaited by the app, so its hooks cannot be either. */
  runNow(name: "log", context: Record<string, unknown>): void {
    for (const callback of [...(this.#callbacks.get(name) ?? [])]) callback(context);
  }
}
