import { type Expression, readExpression } from "./expression.ts";
import { functions } from "./functions.ts";
import { isRecord } from "./is-record.ts";

/** What an expression may ask for. */
export interface Scope {
  /** Its value: what is given is no expression any more. */
  parameter(name: string): unknown;
  /** As it is written. */
  variable(name: string): unknown;
  /** What `reference(…)` gives: outputs of a module, or a text that says what is known at deployment only. */
  reference(target: string): unknown;
  /** Index of the loop with that name; of the innermost one without. */
  copyIndex(loop?: string): number;
  /** The same, inside one more loop. */
  within(loop: { readonly name: string; readonly index: number }): Scope;
  /** Where ids begin. */
  readonly place: "subscription" | "group";
}

/** A value with every expression in it worked out. What only Azure knows stays as a text such as `<…>.principalId`. */
export function evaluate(value: unknown, scope: Scope): unknown {
  if (typeof value === "string") {
    const expression = readExpression(value);
    return expression === undefined ? value.replace(/^\[\[/, "[") : workOut(expression, scope, {});
  }
  if (Array.isArray(value)) return value.map((one) => evaluate(one, scope));
  return isRecord(value) ? Object.fromEntries(entriesOf(value, scope)) : value;
}

function entriesOf(value: Readonly<Record<string, unknown>>, scope: Scope): readonly (readonly [string, unknown])[] {
  return Object.entries(value).flatMap(([key, one]) =>
    key === "copy" && Array.isArray(one)
      ? one.map((loop) => loopOf(loop, scope))
      : [[String(evaluate(key, scope)), evaluate(one, scope)] as const],
  );
}

/** A property that is a loop: `copy: [{ name, count, input }]` beside the others. */
function loopOf(loop: unknown, scope: Scope): readonly [string, unknown] {
  const { name, count, input } = isRecord(loop) ? loop : {};
  const length = Number(evaluate(count, scope));
  const values = Array.from({ length }, (_, index) => evaluate(input, scope.within({ name: String(name), index })));
  return [String(name), values];
}

type Locals = Readonly<Record<string, unknown>>;

function workOut(expression: Expression, scope: Scope, locals: Locals): unknown {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "member":
      return member(workOut(expression.of, scope, locals), workOut(expression.key, scope, locals));
    case "call":
      return call(expression, scope, locals);
    default:
      return expression satisfies never;
  }
}

function member(of: unknown, key: unknown): unknown {
  // What only Azure knows is a text, and so are its members.
  if (typeof of === "string") return `${of}.${String(key)}`;
  if (Array.isArray(of)) return of[Number(key)];
  if (isRecord(of)) {
    const name = Object.keys(of).find((one) => one.toLowerCase() === String(key).toLowerCase());
    if (name !== undefined) return of[name];
  }
  throw new Error(`A template asks for ${String(key)} of ${JSON.stringify(of)}`);
}

function call({ name, parts }: Extract<Expression, { kind: "call" }>, scope: Scope, locals: Locals): unknown {
  const part = (index: number) => {
    const expression = parts[index];
    return expression === undefined ? undefined : workOut(expression, scope, locals);
  };
  const apply = (index: number, value: unknown) => {
    const lambda = parts[index];
    if (lambda?.kind !== "call" || lambda.name !== "lambda") throw new Error(`${name} wants a lambda`);
    const [parameter, body] = lambda.parts;
    if (parameter?.kind !== "literal" || body === undefined) throw new Error("A lambda without a body");
    return workOut(body, scope, { ...locals, [parameter.value]: value });
  };
  switch (name.toLowerCase()) {
    case "parameters":
      return scope.parameter(String(part(0)));
    case "variables":
      return variable(String(part(0)), scope);
    case "lambdavariables":
      return locals[String(part(0))];
    case "copyindex":
      return scope.copyIndex(parts.length === 0 ? undefined : String(part(0)));
    case "reference":
      return scope.reference(String(part(0)));
    // The other branch may ask for what is not there.
    case "if":
      return part(0) === true ? part(1) : part(2);
    case "and":
      return parts.every((_, index) => part(index) === true);
    case "or":
      return parts.some((_, index) => part(index) === true);
    case "toobject":
      return Object.fromEntries(list(part(0)).map((one) => [String(apply(1, one)), parts[2] ? apply(2, one) : one]));
    case "map":
      return list(part(0)).map((one) => apply(1, one));
    case "filter":
      return list(part(0)).filter((one) => apply(1, one) === true);
    case "resourceid":
      return resourceId(
        parts.map((_, index) => String(part(index))),
        scope,
      );
    default: {
      const values = parts.map((_, index) => part(index));
      // listKeys and its like: the rules say what they think of it.
      if (/^list[a-z]/i.test(name)) return `<${name} of ${shortId(String(values[0]))}>`;
      const known = functions[name.toLowerCase()];
      if (known !== undefined) return known(...values);
      throw new Error(`The check does not know the template function ${name}: see dev/infra/functions.ts`);
    }
  }
}

function variable(name: string, scope: Scope): unknown {
  const value = scope.variable(name);
  const worked = evaluate(value, scope);
  // A loop comes as an object with the loop's name.
  return isRecord(value) && Array.isArray(value.copy) && isRecord(worked) && name in worked ? worked[name] : worked;
}

function resourceId(parts: readonly string[], { place }: Scope): string {
  const at = parts.findIndex((part) => /^[A-Za-z]+\.[A-Za-z.]+\//.test(part));
  const names = parts.slice(at + 1);
  const [namespace, ...types] = (parts[at] ?? "").split("/");
  const start = place === "subscription" ? "/subscriptions/{subscription}" : "{group}";
  return [start, "providers", namespace, ...types.flatMap((one, index) => [one, names[index] ?? ""])].join("/");
}

/** `Namespace/type/childType/name/childName`: an id without where it is, types before names. */
export function shortId(id: string): string {
  const [namespace, ...pairs] = (id.split("/providers/").at(-1) ?? id).split("/");
  const types = pairs.filter((_, index) => index % 2 === 0);
  return [namespace, ...types, ...pairs.filter((_, index) => index % 2 === 1)].join("/");
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`A template wants a list, not ${JSON.stringify(value)}`);
  return value;
}
