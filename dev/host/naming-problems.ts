import type { FunctionMetadata } from "./protocol.ts";

const FUNCTION_NAME = /^[a-z][a-z0-9_-]{0,127}$/i;
const BINDING_NAME = /^(\$return|[a-z][a-z0-9]{0,127})$/i;

/** What the host refuses about the names of a function and its bindings. Case never counts. */
export function namingProblems({ name, bindings }: FunctionMetadata, all: readonly FunctionMetadata[]): string[] {
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
