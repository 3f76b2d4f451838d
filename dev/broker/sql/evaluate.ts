import { randomUUID } from "node:crypto";
import { isDate } from "node:util/types";
import { matchesPattern } from "./like.ts";
import type { Arithmetic, Comparison, Expression, PropertyName, SqlValue } from "./syntax.ts";

/** Gives the value of a property of the message at hand; undefined when it has none. */
export type Lookup = (property: PropertyName) => SqlValue;

/**
 * The value of an expression. What cannot be known is undefined: a missing property, arithmetic on text, a comparison of
 * text with a number. AND, OR and NOT follow SQL's three values.
 */
export function evaluate(expression: Expression, lookup: Lookup): SqlValue {
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "property":
      return lookup(expression.property);
    case "new-id":
      return randomUUID();
    case "negative": {
      const value = evaluate(expression.of, lookup);
      return typeof value === "number" ? -value : undefined;
    }
    case "arithmetic":
      return compute(expression.operator, evaluate(expression.left, lookup), evaluate(expression.right, lookup));
    case "comparison":
      return compare(expression.operator, evaluate(expression.left, lookup), evaluate(expression.right, lookup));
    case "and":
      return both(evaluate(expression.left, lookup), () => evaluate(expression.right, lookup));
    case "or":
      return negate(both(negate(evaluate(expression.left, lookup)), () => negate(evaluate(expression.right, lookup))));
    case "not":
      return negate(evaluate(expression.of, lookup));
    case "is-null":
      return evaluate(expression.of, lookup) === undefined;
    case "exists":
      return lookup(expression.property) !== undefined;
    case "in":
      return isAmong(expression, lookup);
    case "like":
      return isLike(expression, lookup);
    default:
      return expression satisfies never;
  }
}

function negate(value: SqlValue): boolean | undefined {
  return typeof value === "boolean" ? !value : undefined;
}

function both(left: SqlValue, evaluateRight: () => SqlValue): boolean | undefined {
  if (left === false) return false;
  const right = evaluateRight();
  if (right === false) return false;
  return left === true && right === true ? true : undefined;
}

function compare(operator: Comparison, left: SqlValue, right: SqlValue): boolean | undefined {
  const [one, other] = [comparable(left), comparable(right)];
  if (one === undefined || other === undefined || typeof one !== typeof other) return undefined;
  switch (operator) {
    case "=":
      return one === other;
    case "<>":
      return one !== other;
    case ">":
      return one > other;
    case ">=":
      return one >= other;
    case "<":
      return one < other;
    case "<=":
      return one <= other;
    default:
      return operator satisfies never;
  }
}

function comparable(value: SqlValue): string | number | boolean | undefined {
  return isDate(value) ? value.getTime() : value;
}

function compute(operator: Arithmetic, left: SqlValue, right: SqlValue): SqlValue {
  if (operator === "+" && typeof left === "string" && typeof right === "string") return left + right;
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0 ? undefined : left / right;
    case "%":
      return right === 0 ? undefined : left % right;
    default:
      return operator satisfies never;
  }
}

function isAmong({ left, options }: Extract<Expression, { kind: "in" }>, lookup: Lookup): boolean | undefined {
  const value = evaluate(left, lookup);
  if (value === undefined) return undefined;
  return options.some((option) => compare("=", value, evaluate(option, lookup)) === true);
}

function isLike(expression: Extract<Expression, { kind: "like" }>, lookup: Lookup): boolean | undefined {
  const value = evaluate(expression.left, lookup);
  const pattern = evaluate(expression.pattern, lookup);
  const escapedBy = expression.escape === undefined ? "" : evaluate(expression.escape, lookup);
  if (typeof value !== "string" || typeof pattern !== "string" || typeof escapedBy !== "string") return undefined;
  return matchesPattern(value, pattern, escapedBy);
}
