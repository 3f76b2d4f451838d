import { type Condition, type Literal, parseFilter, unsupported } from "./filter-parser.ts";

/**
 * The conditions in `$filter`; none without one. A property that is not `filterable` is refused as the service refuses
 * unsupported filters.
 */
export function conditionsIn(query: URLSearchParams, filterable: readonly string[]): readonly Condition[] {
  const filter = query.get("$filter");
  if (filter === null) return [];
  const conditions = parseFilter(filter);
  const unknown = conditions.flatMap(pathsIn).find((path) => !filterable.includes(path));
  return unknown === undefined ? conditions : unsupported(unknown);
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

/** Names of the properties that the conditions read. */
export function propertiesIn(conditions: readonly Condition[]): readonly string[] {
  return [...new Set(conditions.flatMap(pathsIn).map((path) => path.split("/")[0] ?? path))];
}

/** Whether some part of the filter, however deep, is such a one. */
export function someCondition(conditions: readonly Condition[], is: (condition: Condition) => boolean): boolean {
  return conditions.some((condition) => is(condition) || someCondition(partsOf(condition), is));
}

export function matches(conditions: readonly Condition[], item: unknown, variable = ""): boolean {
  return conditions.every((condition) => {
    if (condition.kind === "or") return condition.either.some((parts) => matches(parts, item, variable));
    if (condition.kind === "not") return !matches(condition.inner, item, variable);
    return holds(condition, valueAt(item, condition.path, variable));
  });
}

type WithPath = Exclude<Condition, { kind: "or" | "not" }>;

function holds(condition: WithPath, found: unknown): boolean {
  switch (condition.kind) {
    case "compare":
      return compare(found, condition.operator, condition.value);
    case "in":
      return condition.values.some((value) => compare(found, "eq", value));
    case "function":
      return typeof found === "string" && calls(condition.name, found.toLowerCase(), condition.value.toLowerCase());
    case "count":
      return Array.isArray(found) && compare(found.length, condition.operator, condition.value);
    case "any":
      return Array.isArray(found) && found.some((element) => matches(condition.inner, element, condition.variable));
    case "all":
      return Array.isArray(found) && found.every((element) => matches(condition.inner, element, condition.variable));
  }
}

function calls(name: string, found: string, value: string): boolean {
  if (name === "startswith") return found.startsWith(value);
  return name === "endswith" ? found.endsWith(value) : found.includes(value);
}

/** Properties of the object itself; what stands in a lambda is about its elements. */
function pathsIn(condition: Condition): readonly string[] {
  if (condition.kind === "or" || condition.kind === "not") return partsOf(condition).flatMap(pathsIn);
  return [condition.path];
}

function partsOf(condition: Condition): readonly Condition[] {
  if (condition.kind === "or") return condition.either.flat();
  return "inner" in condition ? condition.inner : [];
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
