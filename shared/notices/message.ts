import { IntlMessageFormat } from "intl-messageformat";

type Ast = ReturnType<IntlMessageFormat["getAst"]>;
/** What stands in for the placeholders of a message; what is undefined is not known. */
export type Values = Readonly<Record<string, string | number | undefined>>;

/** A fault in a text, for whoever wrote it. */
export class WordingError extends Error {
  override readonly name = "WordingError";
  readonly line: number;

  constructor(line: number, because: string) {
    super(because);
    this.line = line;
  }
}

/** One sentence or more in the ICU message syntax, with the line where it begins. */
export class Message {
  readonly line: number;
  /** Names of its placeholders, also of those in branches. */
  readonly names: ReadonlySet<string>;
  readonly #source: string;
  #formats = new Map<string, IntlMessageFormat>();

  /** @throws {WordingError} */
  constructor(source: string, line: number) {
    this.line = line;
    this.#source = source;
    try {
      this.names = new Set(namesIn(this.#in("en").getAst()));
    } catch (error) {
      throw syntaxError(error, line);
    }
  }

  /** The text on one line; undefined when a value is not known, so that nobody reads half a sentence. */
  text(values: Values, locale: string): string | undefined {
    if ([...this.names].some((name) => values[name] === undefined)) return undefined;
    const text = this.#in(locale).format(values);
    return String(text).replace(/\s+/g, " ").trim();
  }

  #in(locale: string): IntlMessageFormat {
    const known = this.#formats.get(locale);
    if (known !== undefined) return known;
    // Without tags: what looks like markup is text, and is escaped later.
    const made = new IntlMessageFormat(this.#source, locale, undefined, { ignoreTag: true });
    this.#formats.set(locale, made);
    return made;
  }
}

function namesIn(ast: Ast): readonly string[] {
  return ast.flatMap((element) => {
    const inside = "options" in element ? Object.values(element.options).flatMap(({ value }) => namesIn(value)) : [];
    // Elements with a location or a value of text alone are literals (0) and number signs (7).
    const own = "value" in element && element.type !== 0 ? [element.value] : [];
    return [...own, ...inside];
  });
}

function syntaxError(error: unknown, line: number): unknown {
  if (!(error instanceof SyntaxError)) return error;
  const found = "location" in error ? error.location : undefined;
  const at = found as { readonly start?: { readonly line?: number } } | undefined;
  const what = error.message.split("\n")[0] ?? "";
  const because = /^[A-Z_]+$/.test(what) ? what.toLowerCase().replaceAll("_", " ") : "cannot be read";
  return new WordingError(line + (at?.start?.line ?? 1) - 1, `is no ICU message: ${because}`);
}
