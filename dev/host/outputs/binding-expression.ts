import { randomUUID } from "node:crypto";
import type { TypedData } from "../protocol.ts";

/**
 * The text with every `{property}` replaced by the trigger's metadata (case does not count, `{a.b}` looks into an object),
 * and `{rand-guid}` by a new id. The host does this for each invocation.
 *
 * @throws {Error} a property is not there: the invocation fails
 */
export function resolveExpressions(text: string, metadata: Readonly<Record<string, TypedData>>): string {
  return text.replace(/\{([^{}]+)\}/g, (_, expression: string) => {
    if (/^(rand-guid|sys\.randguid)$/i.test(expression)) return randomUUID();
    const value = lookUp(expression.split("."), metadata);
    if (value === undefined) throw new Error(`No value for named parameter '${expression}'.`);
    return value;
  });
}

function lookUp([first = "", ...path]: string[], metadata: Readonly<Record<string, TypedData>>): string | undefined {
  const data = Object.entries(metadata).find(([name]) => same(name, first))?.[1];
  if (data === undefined) return undefined;
  let value: unknown = data.string;
  if (data.json !== undefined) value = JSON.parse(data.json);
  else if (path.length > 0 && data.string !== undefined) value = JSON.parse(data.string);
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([key]) => same(key, name))?.[1];
  }
  if (value === undefined || value === null) return undefined;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
