import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileFaults } from "../../shared/notices/check-files.ts";
import { Language } from "../../shared/notices/language.ts";
import { NoticeBook } from "../../shared/notices/notice-book.ts";
import { type Environment, SettingError } from "./require.ts";

const mostBytes = 32_768;
const mostContact = 120;

/**
 * The texts of the notices: the built-in ones, with the customer's own files instead where `NOTICE_TEMPLATES` names a
 * folder with some; the language for readers whose own is not known (`NOTICE_LANGUAGE`, by default English); whom readers
 * ask (`NOTICE_CONTACT`); and whether mails go out as HTML or as text (`NOTICE_FORMAT`). Blank counts as absent.
 *
 * @throws {SettingError} all faults of all files at once, each as `file:line`
 */
export function noticeBook(environment: Environment): NoticeBook {
  const folder = environment.NOTICE_TEMPLATES?.trim();
  return new NoticeBook({
    language: languageIn(environment),
    contact: contactIn(environment),
    format: formatIn(environment),
    files: folder ? filesIn(folder) : undefined,
  });
}

function languageIn(environment: Environment): Language | undefined {
  const wanted = environment.NOTICE_LANGUAGE?.trim();
  if (!wanted) return undefined;
  const language = Language.safeParse(wanted).data;
  if (language === undefined)
    throw new SettingError("NOTICE_LANGUAGE", `must be one of ${Language.options.join(", ")}`);
  return language;
}

function formatIn(environment: Environment): "html" | "text" | undefined {
  const format = environment.NOTICE_FORMAT?.trim();
  if (!format) return undefined;
  if (format !== "html" && format !== "text") throw new SettingError("NOTICE_FORMAT", "must be html or text");
  return format;
}

function contactIn(environment: Environment): string | undefined {
  const contact = environment.NOTICE_CONTACT?.trim();
  if (!contact) return undefined;
  if (contact.length > mostContact || /\p{Cc}/u.test(contact))
    throw new SettingError("NOTICE_CONTACT", `must be one line of at most ${mostContact} characters`);
  return contact;
}

function filesIn(folder: string): ReadonlyMap<string, string> {
  // What begins with a dot was left there by a tool.
  const names = namesIn(folder).filter((name) => !name.startsWith("."));
  const read = names.map((name) => ({ name, ...textIn(join(folder, name)) }));
  const files = new Map(read.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text]])));
  const unread = read.flatMap(({ name, because }) => (because === undefined ? [] : [`${name}: ${because}`]));
  const faults = fileFaults(files).map(({ file, line, because }) => `${file}:${line}: ${because}`);
  if (unread.length + faults.length > 0) throw new SettingError("NOTICE_TEMPLATES", [...unread, ...faults].join("; "));
  return files;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    throw new SettingError("NOTICE_TEMPLATES", "names no folder that can be read");
  }
}

function textIn(path: string): { readonly text?: string; readonly because?: string } {
  const { size } = statSync(path);
  if (size > mostBytes) return { because: `is larger than ${mostBytes} bytes` };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path)) };
  } catch {
    return { because: "is no text in UTF-8" };
  }
}
