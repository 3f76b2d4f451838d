import { SqlError } from "./syntax.ts";

export type TokenKind = "word" | "name" | "text" | "number" | "symbol" | "end";

/** A piece of SQL text. `word` may be a keyword, `name` was delimited and may not. */
export interface Token {
  readonly kind: TokenKind;
  /** As it means, without quotes; words as they were written. */
  readonly text: string;
  /** Where it starts, for messages. */
  readonly at: number;
}

const SKIPPED = /\s+|--[^\n]*/y;
const PATTERNS: ReadonlyArray<readonly [TokenKind, RegExp]> = [
  ["number", /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ["word", /[\p{L}_][\p{L}\p{N}_]*/uy],
  ["text", /'(?:[^']|'')*'/y],
  ["name", /\[(?:[^\]]|\]\])+\]|"(?:[^"]|"")+"/y],
  ["symbol", /<>|!=|>=|<=|[=<>+\-*/%(),.;]/y],
];

/** Cuts SQL text into tokens, with an `end` behind the last. @throws {SqlError} on a character that starts none */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = skip(sql, 0);
  while (at < sql.length) {
    const token = tokenAt(sql, at);
    tokens.push({ ...token, text: meaning(token) });
    at = skip(sql, at + token.text.length);
  }
  return [...tokens, { kind: "end", text: "", at }];
}

function skip(sql: string, from: number): number {
  SKIPPED.lastIndex = from;
  const skipped = SKIPPED.exec(sql);
  return skipped === null ? from : skip(sql, from + skipped[0].length);
}

function tokenAt(sql: string, at: number): Token {
  for (const [kind, pattern] of PATTERNS) {
    pattern.lastIndex = at;
    const found = pattern.exec(sql);
    if (found !== null) return { kind, text: found[0], at };
  }
  throw new SqlError(`"${sql.slice(at, at + 20)}" at position ${at + 1} is no SQL that this broker takes`);
}

function meaning({ kind, text }: Token): string {
  if (kind === "text") return text.slice(1, -1).replaceAll("''", "'");
  if (kind !== "name") return text;
  return text.startsWith("[") ? text.slice(1, -1).replaceAll("]]", "]") : text.slice(1, -1).replaceAll('""', '"');
}
