import type { NoticeKind } from "../domain/notices.ts";
import type { Language } from "./language.ts";
import { escaped, type Letter, parseLayout } from "./layout.ts";
import { type Message, WordingError } from "./message.ts";
import { builtInBook } from "./notice-book.ts";
import { noticeValues } from "./render-notice.ts";
import { sampleOf, sampleReader } from "./samples.ts";
import { textOf } from "./texts/file-names.ts";
import { parseFrame, parseWording } from "./wording.ts";

/** What is wrong with a file, and where. */
export interface FileFault {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly because: string;
}

/** What a notice must not be silent about. The day alone will do for an instant. */
const required: Readonly<Record<NoticeKind, readonly string[]>> = {
  "manager-before": ["leaver", "ends"],
  "manager-last-day": ["leaver", "ends"],
  "manager-after": ["leaver", "ended"],
  "custodian-first": ["leaver", "ends"],
  "custodian-second": ["leaver", "ends"],
  "hold-placed": ["leaver"],
  "hold-lifted": ["leaver", "ends"],
  "case-parked": ["case", "instruction"],
  "deleted-elsewhere": ["leaver", "restorableUntil"],
  "person-restored": ["restored"],
};

/** The sentences of a frame, each with the placeholder that it must hold and the only one that it may. */
const frameSentences: ReadonlyMap<string, string | undefined> = new Map([
  ["late-stood-still", "days"],
  ["late-learned-late", "days"],
  ["automatic", undefined],
  ["reference", "reference"],
  ["contact", undefined],
  ["somebody", undefined],
]);

/** Everything that is wrong with texts that are to replace the built-in ones, by file name. */
export function fileFaults(files: ReadonlyMap<string, string>): readonly FileFault[] {
  return [...files].flatMap(([file, source]) => {
    try {
      return check(file, source).map(([line, because]) => ({ file, line, because }));
    } catch (error) {
      if (error instanceof WordingError) return [{ file, line: error.line, because: error.message }];
      throw error;
    }
  });
}

type Fault = readonly [line: number, because: string];

function check(file: string, source: string): readonly Fault[] {
  if (file === "layout.html") return layoutFaults(source, "html");
  if (file === "layout.txt") return layoutFaults(source, "text");
  const text = textOf(file);
  if (text === undefined) return [[1, "is none of the files that notices are made of"]];
  return text.name === "frame" ? frameFaults(source) : wordingFaults(source, text.name, text.language);
}

function wordingFaults(source: string, kind: NoticeKind, language: Language): readonly Fault[] {
  const wording = parseWording(source);
  const values = noticeValues(sampleOf(kind), { ...sampleReader, language }, builtInBook);
  const unknown = unknownNames(wording.messages, Object.keys(values));
  if (unknown.length > 0) return unknown;
  const names = new Set(wording.messages.flatMap((message) => [...message.names]));
  const missing = required[kind].filter((name) => !names.has(name) && !names.has(`${name}Day`));
  if (missing.length > 0) return missing.map((name) => [1, `does not say {${name}}`]);
  return wording.messages.flatMap((message) => formatFault(message, values, language));
}

function frameFaults(source: string): readonly Fault[] {
  const sentences = parseFrame(source);
  const strange = [...sentences].flatMap(([name, message]): readonly Fault[] => {
    if (!frameSentences.has(name)) return [[message.line, `there is no sentence ${name}`]];
    const needs = frameSentences.get(name);
    const unknown = unknownNames([message], needs === undefined ? [] : [needs]);
    if (unknown.length > 0) return unknown;
    if (needs !== undefined && !message.names.has(needs)) return [[message.line, `does not say {${needs}}`]];
    return formatFault(message, { days: 3, reference: "0" }, "en");
  });
  const missing = [...frameSentences.keys()].filter((name) => !sentences.has(name));
  return [...strange, ...missing.map((name): Fault => [1, `lacks the sentence ${name}`])];
}

function unknownNames(messages: readonly Message[], known: readonly string[]): readonly Fault[] {
  return messages.flatMap(({ names, line }) =>
    [...names].filter((name) => !known.includes(name)).map((name): Fault => [line, `there is no {${name}} here`]),
  );
}

/** A message may ask for a date or a number where a text stands. */
function formatFault(message: Message, values: Parameters<Message["text"]>[0], locale: string): readonly Fault[] {
  try {
    message.text(values, locale);
    return [];
  } catch {
    return [[message.line, "cannot be written with the values that it is given"]];
  }
}

const sampleLetter: Letter = {
  language: "en",
  subject: "A subject & more",
  late: "Too late, <truly>",
  blocks: [
    { kind: "heading", text: "A heading" },
    { kind: "paragraph", text: "A paragraph with <b> and 'quotes'" },
    { kind: "list", items: ["An item", "Another item"] },
    {
      kind: "facts",
      rows: [
        { label: "Label", value: "A value", link: false },
        { label: "Other label", value: "https://contoso.example/a?b=1&c=2", link: true },
      ],
    },
  ],
  footer: ["First line of the end", "Last line of the end"],
};

function layoutFaults(source: string, kind: "html" | "text"): readonly Fault[] {
  const layout = parseLayout(source, kind);
  layout({ ...sampleLetter, late: null });
  const body = layout(sampleLetter);
  const shows = (text: string) => body.includes(kind === "html" ? escaped(text) : text);
  const texts = sampleLetter.blocks.flatMap((block) => {
    if (block.kind === "list") return block.items;
    return block.kind === "facts" ? block.rows.flatMap(({ label, value }) => [label, value]) : [block.text];
  });
  const parts: readonly (readonly [string, readonly string[]])[] = [
    ["blocks, with all that they hold", texts],
    ["late", [sampleLetter.late ?? ""]],
    ["footer", sampleLetter.footer],
  ];
  return parts.filter(([, wanted]) => !wanted.every(shows)).map(([name]): Fault => [1, `does not show ${name}`]);
}
