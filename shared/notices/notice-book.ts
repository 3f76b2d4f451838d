import type { NoticeKind } from "../domain/notices.ts";
import type { Language } from "./language.ts";
import { type Layout, parseLayout } from "./layout.ts";
import type { Message } from "./message.ts";
import { builtInFiles } from "./texts/built-in-files.ts";
import { textFile } from "./texts/file-names.ts";
import { parseFrame, parseWording, type Wording } from "./wording.ts";

/** What a customer decides about notices. */
export interface NoticeChoices {
  /** For readers whose language is not known, or not among ours. */
  readonly language?: Language | undefined;
  /** Whom readers ask; undefined: what the texts say. */
  readonly contact?: string | undefined;
  /** What is sent; undefined: HTML. */
  readonly format?: "html" | "text" | undefined;
  /** Files instead of the built-in ones, by name. */
  readonly files?: ReadonlyMap<string, string> | undefined;
}

/** Everything that notices are made of. Each file is read once, when it is first wanted. */
export class NoticeBook {
  readonly language: Language;
  readonly contact: string | undefined;
  readonly format: "html" | "text";
  readonly #files: ReadonlyMap<string, string>;
  readonly #layouts = new Map<string, Layout>();
  readonly #wordings = new Map<string, Wording>();
  readonly #frames = new Map<string, ReadonlyMap<string, Message>>();

  constructor({ language = "en", contact, format = "html", files = new Map() }: NoticeChoices = {}) {
    this.language = language;
    this.contact = contact;
    this.format = format;
    this.#files = files;
  }

  /** @throws {WordingError} as all of these do */
  layout(kind: "html" | "text"): Layout {
    const file = kind === "html" ? "layout.html" : "layout.txt";
    return kept(this.#layouts, file, () => parseLayout(this.#source(file), kind));
  }

  wording(kind: NoticeKind, language: Language): Wording {
    const file = textFile(kind, language);
    return kept(this.#wordings, file, () => parseWording(this.#source(file)));
  }

  /** The sentences that all notices share, by name. */
  frame(language: Language): ReadonlyMap<string, Message> {
    const file = textFile("frame", language);
    return kept(this.#frames, file, () => parseFrame(this.#source(file)));
  }

  #source(file: string): string {
    const source = this.#files.get(file) ?? builtInFiles.get(file);
    if (source === undefined) throw new RangeError(`There is no text ${file}`);
    return source;
  }
}

/** The built-in texts, and nothing else. */
export const builtInBook = new NoticeBook();

function kept<Made>(all: Map<string, Made>, key: string, make: () => Made): Made {
  const made = all.get(key) ?? make();
  all.set(key, made);
  return made;
}
