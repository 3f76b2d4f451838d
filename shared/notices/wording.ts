import { Message, type Values, WordingError } from "./message.ts";
import { type TextLine, textLines } from "./text-lines.ts";

/** One part of a notice as it is laid out. */
export type Block =
  | { readonly kind: "paragraph" | "heading"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "facts"; readonly rows: readonly FactRow[] };

/** `link`: the value is an address that can be followed. */
export interface FactRow {
  readonly label: string;
  readonly value: string;
  readonly link: boolean;
}

type Part =
  | { readonly kind: "paragraph" | "heading"; readonly message: Message }
  | { readonly kind: "list"; readonly items: readonly Message[] }
  | { readonly kind: "facts"; readonly rows: readonly { readonly label: Message; readonly value: Message }[] };

/** What one notice says in one language. */
export interface Wording {
  readonly subject: string;
  /** Every message of the text, to look for placeholders. */
  readonly messages: readonly Message[];
  /** Left out is whatever needs a value that is not known. */
  blocks(values: Values, locale: string): readonly Block[];
}

const mostSubjectCharacters = 120;

/**
 * Reads a text: the subject on the first line, then paragraphs with empty lines between; lines with `- ` are a list, with
 * `= label | value` a table, with `# ` a heading. Everything but the subject may hold ICU placeholders.
 *
 * @throws {WordingError} with the line
 */
export function parseWording(source: string): Wording {
  const [subject = "", ...rest] = source.replace(/^\uFEFF/, "").split(/\r?\n/);
  checkSubject(subject);
  const parts = partsOf(textLines(rest, 2));
  if (parts.length === 0) throw new WordingError(1, "has a subject and no text");
  return {
    subject: subject.trim(),
    messages: parts.flatMap(messagesIn),
    blocks: (values, locale) => parts.flatMap((part) => shown(part, values, locale) ?? []),
  };
}

/**
 * Reads `= name | text` lines: the sentences that all notices share.
 *
 * @throws {WordingError} with the line
 */
export function parseFrame(source: string): ReadonlyMap<string, Message> {
  const rows = textLines(source.replace(/^\uFEFF/, "").split(/\r?\n/), 1).map((line) => {
    if (line.marker !== "= ") throw new WordingError(line.line, "expects lines such as: = name | text");
    return row(line);
  });
  return new Map(rows.map(({ name, value }) => [name, value]));
}

function checkSubject(subject: string): void {
  const length = subject.trim().length;
  if (length === 0) throw new WordingError(1, "needs a subject on the first line");
  if (length > mostSubjectCharacters)
    throw new WordingError(1, `a subject has at most ${mostSubjectCharacters} characters`);
  // Everybody who sees a list of mails reads it, a locked telephone shows it, and it becomes a header.
  if (/[{}]/.test(subject)) throw new WordingError(1, "a subject holds no placeholders: no names, no dates");
  if (/[\p{Cc}\p{Zl}\p{Zp}[\]]/u.test(subject)) throw new WordingError(1, "a subject is plain text without brackets");
}

function partsOf(lines: readonly TextLine[]): readonly Part[] {
  const parts: Part[] = [];
  for (const line of lines) {
    const last = parts.at(-1);
    if (line.marker === "- ") {
      const item = new Message(line.text, line.line);
      if (last?.kind === "list") parts[parts.length - 1] = { kind: "list", items: [...last.items, item] };
      else parts.push({ kind: "list", items: [item] });
    } else if (line.marker === "= ") {
      const { name, value } = row(line);
      const fact = { label: new Message(name, line.line), value };
      if (last?.kind === "facts") parts[parts.length - 1] = { kind: "facts", rows: [...last.rows, fact] };
      else parts.push({ kind: "facts", rows: [fact] });
    } else {
      const kind = line.marker === "# " ? "heading" : "paragraph";
      parts.push({ kind, message: new Message(line.text, line.line) });
    }
  }
  return parts;
}

function row({ text, line }: TextLine): { readonly name: string; readonly value: Message } {
  const at = text.indexOf("|");
  const name = text.slice(0, at).trim();
  if (at < 0 || name === "") throw new WordingError(line, "expects lines such as: = name | text");
  return { name, value: new Message(text.slice(at + 1).trim(), line) };
}

function messagesIn(part: Part): readonly Message[] {
  if (part.kind === "list") return part.items;
  return part.kind === "facts" ? part.rows.flatMap(({ label, value }) => [label, value]) : [part.message];
}

function shown(part: Part, values: Values, locale: string): Block | undefined {
  switch (part.kind) {
    case "paragraph":
    case "heading": {
      const text = part.message.text(values, locale);
      return text ? { kind: part.kind, text } : undefined;
    }
    case "list": {
      const items = part.items.flatMap((item) => item.text(values, locale) || []);
      return items.length === 0 ? undefined : { kind: "list", items };
    }
    case "facts": {
      const rows = part.rows.flatMap((fact) => {
        const label = fact.label.text(values, locale);
        const value = fact.value.text(values, locale);
        return label && value ? [{ label, value, link: isLink(value) }] : [];
      });
      return rows.length === 0 ? undefined : { kind: "facts", rows };
    }
    default:
      return part satisfies never;
  }
}

function isLink(value: string): boolean {
  return /^https:\/\/\S+$/.test(value) && URL.canParse(value);
}
