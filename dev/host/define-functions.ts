import { z } from "zod";
import { FunctionDefinition } from "./functions.ts";
import { namingProblems } from "./naming-problems.ts";
import type { FunctionMetadata } from "./protocol.ts";
import { connectionProblem, isDisabled, resolveText, type Settings } from "./settings.ts";

const supported = ["httpTrigger", "timerTrigger", "serviceBusTrigger"];
const supportedOutputs = ["http", "serviceBus"];

/** The functions of an app, and what is wrong with them, each a sentence that begins with the function's name. */
export interface Defined {
  readonly functions: readonly FunctionDefinition[];
  readonly problems: readonly string[];
  /** What the real host says and goes on. */
  readonly warnings: readonly string[];
}

/** Holds what the app registered to the host's rules. The real host leaves a wrong function out; here it is a problem. */
export function defineFunctions(registered: readonly FunctionMetadata[], settings: Settings): Defined {
  if (registered.length === 0) return { functions: [], problems: ["The app registers no function"], warnings: [] };
  const functions: FunctionDefinition[] = [];
  const problems: string[] = [];
  for (const metadata of registered) {
    const found = [...namingProblems(metadata, registered), ...bindingProblems(metadata)];
    if (found.length === 0) {
      const defined = define(metadata, settings);
      if ("definition" in defined) functions.push(defined.definition);
      else found.push(...defined.problems);
    }
    problems.push(...found.map((problem) => `${metadata.name}: ${problem}`));
  }
  return { functions, problems, warnings: registered.filter(retriesInVain).map(({ name }) => retryWarning(name)) };
}

function isTrigger({ type }: Record<string, unknown>): boolean {
  return /trigger$/i.test(String(type));
}

function bindingProblems({ bindings }: FunctionMetadata): string[] {
  const triggers = Object.values(bindings).filter(isTrigger);
  const problems: string[] = [];
  if (triggers.length !== 1) problems.push(`exactly one trigger is needed, and there are ${triggers.length}`);
  for (const { type } of triggers) {
    if (!supported.includes(String(type))) problems.push(`the local host does not run "${type}", only ${supported}`);
  }
  for (const [name, binding] of Object.entries(bindings)) {
    if (isTrigger(binding)) continue;
    if (binding.direction === "out" && supportedOutputs.includes(String(binding.type))) continue;
    const kind = binding.direction === "out" ? `output "${name}"` : `input "${name}"`;
    problems.push(`the local host binds no ${kind} of type "${binding.type}": only outputs of ${supportedOutputs}`);
  }
  return problems;
}

function define(
  { name, bindings, retryOptions }: FunctionMetadata,
  settings: Settings,
): { definition: FunctionDefinition } | { problems: string[] } {
  const [bindingName, binding] = Object.entries(bindings).find(([, each]) => isTrigger(each)) ?? ["", {}];
  const problems: string[] = [];
  const resolved = (given: Record<string, unknown>) => {
    const { binding: filled, missing } = resolveBinding(given, settings);
    problems.push(...missing);
    return filled;
  };
  const outputs = Object.entries(bindings).filter(([, each]) => !isTrigger(each));
  const parsed = FunctionDefinition.safeParse({
    ...resolved(binding),
    name,
    bindingName,
    disabled: isDisabled(name, settings),
    outputs: outputs.map(([output, each]) => ({ ...resolved(each), name: output })),
    ...(retryOptions && { retry: retryOptions }),
  });
  if (!parsed.success) return { problems: [...problems, z.prettifyError(parsed.error)] };
  problems.push(...connectionProblems(parsed.data, settings));
  return problems.length > 0 ? { problems } : { definition: parsed.data };
}

function resolveBinding(binding: Record<string, unknown>, settings: Settings) {
  const missing: string[] = [];
  const entries = Object.entries(binding).map(([key, value]) => {
    if (typeof value !== "string") return [key, value];
    const resolved = resolveText(value, settings);
    missing.push(...resolved.missing.map((setting) => `%${setting}% in "${key}" has no value in the settings`));
    return [key, resolved.text];
  });
  return { binding: Object.fromEntries(entries), missing };
}

function connectionProblems(definition: FunctionDefinition, settings: Settings): string[] {
  if (definition.disabled) return [];
  const used = definition.outputs.flatMap((output) => (output.type === "serviceBus" ? [output.connection] : []));
  if (definition.type === "serviceBusTrigger") used.unshift(definition.connection);
  return [...new Set(used)].flatMap((name) => connectionProblem(name, settings) ?? []);
}

/** Retry policies are for timers, and for triggers that this host does not run. */
function retriesInVain({ bindings, retryOptions }: FunctionMetadata): boolean {
  return retryOptions != null && !Object.values(bindings).some(({ type }) => type === "timerTrigger");
}

function retryWarning(name: string): string {
  return `Retries are not supported for function 'Functions.${name}'.`;
}
