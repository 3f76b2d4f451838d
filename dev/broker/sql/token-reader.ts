import { SqlError } from "./syntax.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** Longer text is refused, as the service does. */
const LONGEST_TEXT = 1024;

/** Reads SQL text from left to right. Keywords are compared without regard to upper and lower case. */
export class TokenReader {
  readonly #sql: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  /** @throws {SqlError} when the text is too long, or holds what is no SQL */
  constructor(sql: string) {
    if (sql.length > LONGEST_TEXT) {
      throw new SqlError(`"${sql.slice(0, 20)}…" has ${sql.length} characters, and ${LONGEST_TEXT} are allowed`);
    }
    this.#sql = sql;
    this.#tokens = tokensOf(sql);
  }

  get token(): Token {
    return this.#tokens[this.#next] ?? { kind: "end", text: "", at: this.#sql.length };
  }

  get isAtEnd(): boolean {
    return this.token.kind === "end";
  }

  take(): Token {
    const { token } = this;
    this.#next += 1;
    return token;
  }

  /** Takes the next token if it is this keyword or symbol. */
  takes(word: string): boolean {
    const { kind, text } = this.token;
    if ((kind !== "word" && kind !== "symbol") || text.toUpperCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  /** Takes the next token, which must be this keyword or symbol. @throws {SqlError} */
  expect(word: string): void {
    if (!this.takes(word)) this.fail(`${word} is expected here`);
  }

  /** @throws {SqlError} that quotes what comes next, and the whole text */
  fail(because: string): never {
    const { kind, at } = this.token;
    const found = kind === "end" ? "The text ends too early" : `"${this.#sql.slice(at, at + 20)}" is not supported`;
    throw new SqlError(`${found} in "${this.#sql}" at position ${at + 1}: ${because}`);
  }
}
