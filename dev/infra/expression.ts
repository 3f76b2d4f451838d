/** A template expression, read but not worked out. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number }
  | { readonly kind: "call"; readonly name: string; readonly parts: readonly Expression[] }
  | { readonly kind: "member"; readonly of: Expression; readonly key: Expression };

const token = /\s*(?:(?<text>'(?:[^']|'')*')|(?<number>-?\d+)|(?<name>[A-Za-z_][\w.]*)|(?<sign>[()[\],.]))/y;

/**
 * Reads a value of a template: `[…]` is an expression, `[[…` is text that begins with a bracket, all else is itself.
 *
 * @returns undefined when the text is no expression
 * @throws {SyntaxError} with the text
 */
export function readExpression(text: string): Expression | undefined {
  if (!text.startsWith("[") || !text.endsWith("]") || text.startsWith("[[")) return undefined;
  const tokens = tokensOf(text.slice(1, -1));
  const expression = readValue(tokens);
  if (tokens.length > 0) throw new SyntaxError(`Left over at ${tokens[0]}: ${text}`);
  return expression;
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.trimEnd().length) {
    const found = token.exec(text);
    if (found === null) throw new SyntaxError(`No expression: ${text}`);
    const { text: quoted, number, name, sign } = found.groups ?? {};
    // A name takes dots with it; those of a member start with a sign.
    tokens.push(quoted ?? number ?? name ?? sign ?? "");
  }
  return tokens;
}

function readValue(tokens: string[]): Expression {
  const first = tokens.shift() ?? "";
  let value: Expression;
  if (first.startsWith("'")) value = { kind: "literal", value: first.slice(1, -1).replaceAll("''", "'") };
  else if (/^-?\d/.test(first)) value = { kind: "literal", value: Number(first) };
  else if (tokens[0] === "(") value = { kind: "call", name: first, parts: readParts(tokens) };
  else throw new SyntaxError(`No value: ${first}`);
  return readMembers(value, tokens);
}

function readParts(tokens: string[]): readonly Expression[] {
  const parts: Expression[] = [];
  expect(tokens, "(");
  while (tokens[0] !== ")") {
    parts.push(readValue(tokens));
    if (tokens[0] === ",") tokens.shift();
  }
  expect(tokens, ")");
  return parts;
}

function readMembers(of: Expression, tokens: string[]): Expression {
  let value = of;
  for (;;) {
    if (tokens[0] === ".") {
      tokens.shift();
      for (const key of (tokens.shift() ?? "").split("."))
        value = { kind: "member", of: value, key: { kind: "literal", value: key } };
    } else if (tokens[0] === "[") {
      tokens.shift();
      value = { kind: "member", of: value, key: readValue(tokens) };
      expect(tokens, "]");
    } else return value;
  }
}

function expect(tokens: string[], sign: string): void {
  const found = tokens.shift();
  if (found !== sign) throw new SyntaxError(`${sign} expected, ${found ?? "the end"} found`);
}
