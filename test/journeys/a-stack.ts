import { randomUUID } from "node:crypto";
import { afterAll, beforeAll } from "vitest";
import { Scene } from "../../dev/stack/scene.ts";
import { type Stack, type StackOptions, startStack } from "../../dev/stack/stack.ts";
import { tables } from "../../functions/settings/azure.ts";
import { TableLedger } from "../../shared/adapters/tables/table-ledger.ts";
import { instant } from "../../shared/domain/ids.ts";

/** The whole product for one test file, and what a test needs to judge it from outside. */
export interface Running {
  readonly stack: Stack;
  readonly scene: Scene;
  /** Reads the ledger past the product, as an auditor would. */
  readonly ledger: TableLedger;
  /** Every log line of host and app so far. */
  readonly logs: readonly string[];
}

/** The lockout and nothing else: what most journeys are about, and what most people of them are quickly through. */
export const lockoutOnly = { defaults: { end: "suspend" } } as const;

/** Starts the stack before the tests of a file and stops it afterwards. Without a policy, cases are `lockoutOnly`. */
export function aStack(options: StackOptions = {}): { readonly here: Running } {
  let running: Running | undefined;
  beforeAll(async () => {
    const logs: string[] = [];
    const stack = await startStack({
      policy: lockoutOnly,
      ...options,
      onLog: (entry) => logs.push(JSON.stringify(entry)),
    });
    const ledger = new TableLedger(tables(stack.settings)("cases"), { now: () => instant(Date.now()) }, randomUUID);
    running = { stack, scene: new Scene(stack), ledger, logs };
  });
  afterAll(async () => await running?.stack.stop());
  return {
    get here() {
      if (running === undefined) throw new Error("The stack is not up yet");
      return running;
    },
  };
}

/** Keys of generated people, from number `first` on. */
export function generated(first: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `extra${String(first + index).padStart(4, "0")}`);
}
