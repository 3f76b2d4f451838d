import { refuse } from "../http/errors.ts";

export type Literal = string | number | boolean | null;

/** One part of a `$filter`; the parts of a list are joined by `and`. `path` is a property, or one of its parts. */
export type Condition =
  | { readonly kind: "compare"; readonly path: string; readonly operator: string; readonly value: Literal }
  | { readonly kind: "in"; readonly path: string; readonly values: readonly Literal[] }
  | { readonly kind: "function"; readonly name: string; readonly path: string; readonly value: string }
  /** Compares the length of a list: `assignedLicenses/$count eq 0`. */
  | { readonly kind: "count"; readonly path: string; readonly operator: string; readonly value: number }
  | {
      readonly kind: "any" | "all";
      readonly path: string;
      readonly variable: string;
      readonly inner: readonly Condition[];
    }
  | { readonly kind: "or"; readonly either: readonly (readonly Condition[])[] }
  | { readonly kind: "not"; readonly inner: readonly Condition[] };

const guid = "[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}";
const instant = "\\d{4}-\\d\\d-\\d\\d(?:T[\\d:.]+(?:Z|[+-]\\d\\d:\\d\\d))?";
const token = new RegExp(
  `\\s*('(?:[^']|'')*'|${guid}|${instant}|-?\\d+(?:\\.\\d+)?|[\\w.]+(?:/[$\\w.]+)*|[(),:])`,
  "y",
);
const operators = ["eq", "ne", "gt", "ge", "lt", "le"];
const functions = ["startswith", "endswith", "contains"];

/** Reads a `$filter`. What cannot be read is refused as the service refuses it. */
export function parseFilter(text: string): readonly Condition[] {
  const parser = new Parser(text);
  const conditions = parser.either();
  parser.end();
  return conditions;
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokensIn(text);
  }

  either(): readonly Condition[] {
    const first = this.#all();
    const either = [first];
    while (this.#takes("or")) either.push(this.#all());
    return either.length === 1 ? first : [{ kind: "or", either }];
  }

  end(): void {
    if (this.#at < this.#tokens.length) unsupported(this.#next());
  }

  #all(): readonly Condition[] {
    const conditions = [...this.#one()];
    while (this.#takes("and")) conditions.push(...this.#one());
    return conditions;
  }

  #one(): readonly Condition[] {
    if (this.#takes("not")) return [{ kind: "not", inner: this.#one() }];
    if (!this.#takes("(")) return [this.#predicate()];
    const inner = this.either();
    this.#expect(")");
    return inner;
  }

  #predicate(): Condition {
    const path = this.#next();
    const last = path.split("/").at(-1) ?? "";
    if (functions.includes(path.toLowerCase())) return this.#call(path.toLowerCase());
    if (last === "any" || last === "all") return this.#lambda(path.slice(0, -last.length - 1), last);
    const operator = this.#next();
    if (operator === "in") return { kind: "in", path, values: this.#list() };
    if (!operators.includes(operator)) return unsupported(`${path} ${operator}`);
    const value = literal(this.#next());
    if (last !== "$count") return { kind: "compare", path, operator, value };
    if (typeof value !== "number") return unsupported(path);
    return { kind: "count", path: path.slice(0, -"/$count".length), operator, value };
  }

  #call(name: string): Condition {
    this.#expect("(");
    const path = this.#next();
    this.#expect(",");
    const value = literal(this.#next());
    this.#expect(")");
    return typeof value === "string" ? { kind: "function", name, path, value } : unsupported(name);
  }

  #lambda(path: string, kind: "any" | "all"): Condition {
    this.#expect("(");
    const variable = this.#next();
    this.#expect(":");
    const inner = this.either();
    this.#expect(")");
    return { kind, path, variable, inner };
  }

  #list(): readonly Literal[] {
    this.#expect("(");
    const values = [literal(this.#next())];
    while (this.#takes(",")) values.push(literal(this.#next()));
    this.#expect(")");
    return values;
  }

  #takes(wanted: string): boolean {
    if (this.#tokens[this.#at] !== wanted) return false;
    this.#at++;
    return true;
  }

  #expect(wanted: string): void {
    if (!this.#takes(wanted)) unsupported(this.#tokens[this.#at] ?? `${wanted} is missing`);
  }

  #next(): string {
    return this.#tokens[this.#at++] ?? unsupported("the end comes too early");
  }
}

function tokensIn(text: string): readonly string[] {
  const tokens: string[] = [];
  const trimmed = text.trim();
  token.lastIndex = 0;
  while (token.lastIndex < trimmed.length) {
    const found = token.exec(trimmed);
    tokens.push(found?.[1] ?? unsupported(text));
  }
  return tokens;
}

function literal(text: string): Literal {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  if (new RegExp(`^${guid}$`).test(text)) return text;
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  // A date: compared as an instant, in milliseconds.
  const at = Date.parse(text);
  return Number.isNaN(at) ? unsupported(text) : at;
}

export function unsupported(what: string): never {
  return refuse(400, "Request_UnsupportedQuery", `Unsupported or invalid query filter clause specified: ${what}`);
}
