import { readProperty } from "./property-name.ts";
import type { Arithmetic, Comparison, Expression } from "./syntax.ts";
import type { TokenReader } from "./token-reader.ts";

const COMPARISONS = new Map<string, Comparison>(
  (["=", "<>", ">", ">=", "<", "<="] as const).map((operator) => [operator, operator]),
).set("!=", "<>");
const SUMS: readonly Arithmetic[] = ["+", "-"];
const PRODUCTS: readonly Arithmetic[] = ["*", "/", "%"];

/**
 * Reads an expression, weakest binding first: OR, AND, NOT, comparisons, sums, products, signs.
 *
 * @throws {SqlError} that quotes what is not supported
 * @see https://learn.microsoft.com/azure/service-bus-messaging/service-bus-messaging-sql-filter
 */
export function readExpression(reader: TokenReader): Expression {
  let left = readConjunction(reader);
  while (reader.takes("OR")) left = { kind: "or", left, right: readConjunction(reader) };
  return left;
}

function readConjunction(reader: TokenReader): Expression {
  let left = readNegation(reader);
  while (reader.takes("AND")) left = { kind: "and", left, right: readNegation(reader) };
  return left;
}

function readNegation(reader: TokenReader): Expression {
  return reader.takes("NOT") ? { kind: "not", of: readNegation(reader) } : readPredicate(reader);
}

function readPredicate(reader: TokenReader): Expression {
  const left = readSum(reader);
  const operator = COMPARISONS.get(reader.token.text);
  if (operator !== undefined && reader.token.kind === "symbol") {
    reader.take();
    return { kind: "comparison", operator, left, right: readSum(reader) };
  }
  if (reader.takes("IS")) {
    const negated = reader.takes("NOT");
    reader.expect("NULL");
    return negatedIf(negated, { kind: "is-null", of: left });
  }
  const negated = reader.takes("NOT");
  if (reader.takes("IN")) return negatedIf(negated, { kind: "in", left, options: readList(reader) });
  if (reader.takes("LIKE")) return negatedIf(negated, readLike(reader, left));
  if (negated) reader.fail("IN or LIKE is expected here");
  return left;
}

function negatedIf(negated: boolean, of: Expression): Expression {
  return negated ? { kind: "not", of } : of;
}

function readList(reader: TokenReader): Expression[] {
  reader.expect("(");
  const items = [readSum(reader)];
  while (reader.takes(",")) items.push(readSum(reader));
  reader.expect(")");
  return items;
}

function readLike(reader: TokenReader, left: Expression): Expression {
  const pattern = readSum(reader);
  return { kind: "like", left, pattern, escape: reader.takes("ESCAPE") ? readSum(reader) : undefined };
}

function readSum(reader: TokenReader): Expression {
  return readArithmetic(reader, SUMS, (inner) => readArithmetic(inner, PRODUCTS, readSign));
}

function readArithmetic(
  reader: TokenReader,
  operators: readonly Arithmetic[],
  readOperand: (reader: TokenReader) => Expression,
): Expression {
  let left = readOperand(reader);
  for (;;) {
    const operator = operators.find((symbol) => reader.takes(symbol));
    if (operator === undefined) return left;
    left = { kind: "arithmetic", operator, left, right: readOperand(reader) };
  }
}

function readSign(reader: TokenReader): Expression {
  if (reader.takes("-")) return { kind: "negative", of: readSign(reader) };
  return reader.takes("+") ? readSign(reader) : readOperand(reader);
}

function readOperand(reader: TokenReader): Expression {
  const { kind, text } = reader.token;
  if (kind === "text") return { kind: "constant", value: reader.take().text };
  if (kind === "number") return { kind: "constant", value: Number(reader.take().text) };
  if (reader.takes("(")) {
    const inner = readExpression(reader);
    reader.expect(")");
    return inner;
  }
  if (reader.takes("TRUE")) return { kind: "constant", value: true };
  if (reader.takes("FALSE")) return { kind: "constant", value: false };
  if (reader.takes("NULL")) return { kind: "constant", value: undefined };
  if (reader.takes("EXISTS")) {
    reader.expect("(");
    const property = readProperty(reader);
    reader.expect(")");
    return { kind: "exists", property };
  }
  const start = reader.token;
  const property = readProperty(reader);
  return reader.takes("(") ? readCall(reader, start.kind === "word" ? text : "") : { kind: "property", property };
}

/** `newid()`, `property(name)` or `p(name)`: all functions there are. The bracket is taken already. */
function readCall(reader: TokenReader, name: string): Expression {
  switch (name.toLowerCase()) {
    case "newid":
      reader.expect(")");
      return { kind: "new-id" };
    case "p":
    case "property": {
      const property = readProperty(reader);
      reader.expect(")");
      return { kind: "property", property };
    }
    default:
      return reader.fail(`there is no function "${name}", only newid() and property(name)`);
  }
}
