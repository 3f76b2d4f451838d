import { z } from "zod";
import { FunctionDefinition } from "./functions.ts";
import type { FunctionMetadata } from "./protocol.ts";
import { connectionString, isDisabled, resolveText, type Settings } from "./settings.ts";

const FUNCTION_NAME = /^[a-z][a-z0-9_-]{0,127}$/i;
const BINDING_NAME = /^(\$return|[a-z][a-z0-9]{0,127})$/i;
const supported = ["httpTrigger", "timerTrigger", "serviceBusTrigger"];

/** The functions of an app, and what is wrong with them, each problem a sentence that begins with the function's name. */
export interface Defined {
  readonly functions: readonly FunctionDefinition[];
  readonly problems: readonly string[];
}

/** Holds what the app registered to the host's rules. The real host leaves a wrong function out; here it is a problem. */
export function defineFunctions(registered: readonly FunctionMetadata[], settings: Settings): Defined {
  if (registered.length === 0) return { functions: [], problems: ["The app registers no function"] };
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
  return { functions, problems };
}

function namingProblems({ name, bindings }: FunctionMetadata, all: readonly FunctionMetadata[]): string[] {
  const problems: string[] = [];
  if (!FUNCTION_NAME.test(name)) problems.push("a function name is a letter, then up to 127 letters, digits, _ and -");
  if (name.toLowerCase() === "host") problems.push('"host" is not allowed as a function name');
  if (all.filter((other) => other.name.toLowerCase() === name.toLowerCase()).length > 1) {
    problems.push("another function has the same name (case does not count)");
  }
  const names = Object.keys(bindings);
  for (const binding of names.filter((each) => !BINDING_NAME.test(each))) {
    problems.push(`binding name "${binding}" is not a letter, then up to 127 letters and digits`);
  }
  if (new Set(names.map((each) => each.toLowerCase())).size < names.length) {
    problems.push("two bindings have the same name (case does not count)");
  }
  return problems;
}

function isTrigger({ type }: Record<string, unknown>): boolean {
  return /trigger$/i.test(String(type));
}

function bindingProblems({ bindings, retryOptions }: FunctionMetadata): string[] {
  const triggers = Object.values(bindings).filter(isTrigger);
  const problems: string[] = [];
  if (triggers.length !== 1) problems.push(`exactly one trigger is needed, and there are ${triggers.length}`);
  for (const { type } of triggers) {
    if (!supported.includes(String(type))) problems.push(`the local host does not run "${type}", only ${supported}`);
  }
  for (const [name, binding] of Object.entries(bindings)) {
    if (isTrigger(binding) || (name === "$return" && binding.type === "http")) continue;
    problems.push(`the local host has no input and output bindings: leave out "${name}" of type "${binding.type}"`);
  }
  if (retryOptions !== undefined && retryOptions !== null) problems.push("the local host runs no retry policies");
  return problems;
}

function define(
  { name, bindings }: FunctionMetadata,
  settings: Settings,
): { definition: FunctionDefinition } | { problems: string[] } {
  const [bindingName, binding] = Object.entries(bindings).find(([, each]) => isTrigger(each)) ?? ["", {}];
  const problems: string[] = [];
  const resolved = Object.entries(binding).map(([key, value]) => {
    if (typeof value !== "string") return [key, value];
    const { text, missing } = resolveText(value, settings);
    problems.push(...missing.map((setting) => `%${setting}% in "${key}" has no value in the settings`));
    return [key, text];
  });
  const parsed = FunctionDefinition.safeParse({
    ...Object.fromEntries(resolved),
    name,
    bindingName,
    disabled: isDisabled(name, settings),
  });
  if (!parsed.success) return { problems: [...problems, z.prettifyError(parsed.error)] };
  problems.push(...connectionProblems(parsed.data, settings));
  return problems.length > 0 ? { problems } : { definition: parsed.data };
}

function connectionProblems(definition: FunctionDefinition, settings: Settings): string[] {
  if (definition.type !== "serviceBusTrigger" || definition.disabled) return [];
  if (connectionString(definition.connection, settings) !== undefined) return [];
  const name = definition.connection ?? "ServiceBus";
  return [`connection "${name}" has no value: set AzureWebJobs${name} or ${name} to a connection string`];
}
