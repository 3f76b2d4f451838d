import { isDate } from "node:util/types";
import { evaluate, type Lookup } from "../sql/evaluate.ts";
import { parseFilter } from "../sql/parse.ts";
import { isSystemProperty, SYSTEM_PROPERTIES } from "../sql/property-name.ts";
import type { Expression, SqlValue } from "../sql/syntax.ts";
import { type CorrelationFilter, matches } from "./correlation-filter.ts";
import type { MessageView } from "./message-view.ts";

/** Which messages a rule is about. */
export type Filter =
  | { readonly kind: "true" }
  | { readonly kind: "false" }
  | { readonly kind: "correlation"; readonly wanted: CorrelationFilter }
  | { readonly kind: "sql"; readonly text: string; readonly condition: Expression };

/** @throws {SqlError} that quotes what this broker does not support */
export function sqlFilter(text: string): Filter {
  return { kind: "sql", text, condition: parseFilter(text) };
}

/** Whether a filter lets a message through. What cannot be known counts as no. */
export function lets(filter: Filter, message: MessageView): boolean {
  switch (filter.kind) {
    case "true":
      return true;
    case "false":
      return false;
    case "correlation":
      return matches(filter.wanted, message);
    case "sql":
      return evaluate(filter.condition, lookupIn(message)) === true;
    default:
      return filter satisfies never;
  }
}

/** How SQL finds the properties of a message. */
export function lookupIn(message: MessageView): Lookup {
  return ({ scope, name }) =>
    asSqlValue(
      scope === "sys" && isSystemProperty(name) ? message.system[SYSTEM_PROPERTIES[name]] : message.property(name),
    );
}

function asSqlValue(value: unknown): SqlValue {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (isDate(value)) return value;
  // Whole numbers beyond 2^53 and other binary values: SQL here cannot compare them.
  return undefined;
}
