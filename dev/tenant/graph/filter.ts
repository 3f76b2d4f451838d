import { refuse } from "../http/errors.ts";

type Literal = string | number | boolean | null;

/** One part of a `$filter`; the parts are joined by `and`. */
export type Condition =
  | { readonly kind: "compare"; readonly path: string; readonly operator: string; readonly value: Literal }
  | { readonly kind: "any"; readonly path: string; readonly variable: string; readonly inner: readonly Condition[] };

/**
 * Reads the filters that Leaver sends: comparisons and `any(…)` joined by `and`. Anything else, and every property
 * that is not `filterable`, is refused as the service refuses unsupported filters.
 */
function parseFilter(text: string, filterable: readonly string[]): readonly Condition[] {
  const conditions = splitAnd(text).map(parseCondition);
  const unknown = conditions.find(({ path }) => !filterable.includes(path));
  return unknown === undefined ? conditions : unsupported(unknown.path);
}

/** The conditions in `$filter`; none without one. */
export function conditionsIn(query: URLSearchParams, filterable: readonly string[]): readonly Condition[] {
  const filter = query.get("$filter");
  return filter === null ? [] : parseFilter(filter, filterable);
}

/** The literal that `path eq …` asks for, when the filter has such a part. */
export function wanted(conditions: readonly Condition[], path: string): string | undefined {
  for (const condition of conditions) {
    if (condition.kind === "compare" && condition.operator === "eq" && condition.path === path) {
      return typeof condition.value === "string" ? condition.value : undefined;
    }
  }
  return undefined;
}

export function matches(conditions: readonly Condition[], item: unknown, variable = ""): boolean {
  return conditions.every((condition) => {
    const found = valueAt(item, condition.path, variable);
    if (condition.kind === "compare") return compare(found, condition.operator, condition.value);
    return Array.isArray(found) && found.some((element) => matches(condition.inner, element, condition.variable));
  });
}

/** Splits at ` and ` outside quotes and parentheses. */
function splitAnd(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === "(") depth++;
    if (character === ")") depth--;
    if (depth === 0 && text.startsWith(" and ", at)) {
      parts.push(text.slice(start, at));
      start = at + 5;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

function parseCondition(text: string): Condition {
  const lambda = /^([\w/]+)\/any\(\s*(\w+)\s*:\s*(.+)\)$/s.exec(text);
  if (lambda !== null) {
    const [, path = "", variable = "", inner = ""] = lambda;
    return { kind: "any", path, variable, inner: splitAnd(inner).map(parseCondition) };
  }
  const comparison = /^([\w/]+)\s+(eq|ne|gt|ge|lt|le)\s+(.+)$/s.exec(text);
  if (comparison === null) return unsupported(text);
  const [, path = "", operator = "", literal = ""] = comparison;
  return { kind: "compare", path, operator, value: parseLiteral(literal) };
}

function parseLiteral(text: string): Literal {
  if (/^'(?:[^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  if (/^-?\d+$/.test(text)) return Number(text);
  // A date: compared as an instant, in milliseconds.
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? unsupported(text) : instant;
}

function valueAt(item: unknown, path: string, variable: string): unknown {
  let value = item;
  for (const [index, name] of path.split("/").entries()) {
    if (index === 0 && name === variable) continue;
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.entries(value).find(([key]) => key === name)?.[1];
  }
  return value;
}

function compare(found: unknown, operator: string, literal: Literal): boolean {
  const left = comparable(typeof found === "string" && typeof literal === "number" ? Date.parse(found) : found);
  const right = comparable(literal);
  if (operator === "eq") return left === right;
  if (operator === "ne") return left !== right;
  if (left === null || right === null || typeof left !== typeof right) return false;
  if (operator === "gt") return left > right;
  if (operator === "ge") return left >= right;
  if (operator === "lt") return left < right;
  return left <= right;
}

/** The directory compares text without regard to letter case. */
function comparable(value: unknown): Literal {
  if (typeof value === "string") return value.toLowerCase();
  return typeof value === "number" || typeof value === "boolean" ? value : null;
}

function unsupported(what: string): never {
  return refuse(400, "Request_UnsupportedQuery", `Unsupported or invalid query filter clause specified: ${what}`);
}
