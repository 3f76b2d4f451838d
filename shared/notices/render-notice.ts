import { hashOf } from "../domain/hash.ts";
import { Instant } from "../domain/ids.ts";
import type { NoticeContent, ReadingHabits } from "../domain/ports/mail.ts";
import { clean } from "./clean.ts";
import { dateAndTime, day, daysBetween } from "./dates.ts";
import { readingLanguage } from "./language.ts";
import type { Values } from "./message.ts";
import { builtInBook, type NoticeBook } from "./notice-book.ts";

/** A notice as it goes out: both bodies say the same. */
export interface RenderedNotice {
  /** One line, the same for all notices of this kind and language, without names. */
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Longest instruction of a step that is shown. */
const mostInstruction = 1_000;
/** OneDrive addresses are longer than names. */
const mostAddress = 500;

/** The short id that a reader knows a repetition by, and that a sent notice is found by: the same for the same notice. */
export function referenceOf(noticeId: string): string {
  return hashOf("notice", noticeId).slice(0, 12);
}

type Reader = ReadingHabits & { readonly name: string };

/** Writes a notice for one reader: in the language and the zone of the reader, with every value escaped. */
export function renderNotice(content: NoticeContent, reader: Reader, book: NoticeBook = builtInBook): RenderedNotice {
  const { language, locale } = readingLanguage(reader.language, book.language);
  const frame = book.frame(language);
  const say = (name: string, values: Values = {}) => frame.get(name)?.text(values, locale);
  const { subject, blocks } = book.wording(content.kind, language);
  const { late } = content;
  const letter = {
    language: locale,
    subject,
    late: (late && say(`late-${late.because}`, { days: late.days })) ?? null,
    blocks: blocks(noticeValues(content, reader, book), locale),
    footer: [say("automatic"), say("reference", { reference: referenceOf(content.noticeId) })].flatMap(
      (line) => line || [],
    ),
  };
  return { subject, html: book.layout("html")(letter), text: book.layout("text")(letter) };
}

/** What stands in for each placeholder of a notice, as this reader reads it. */
export function noticeValues(content: NoticeContent, reader: Reader, book: NoticeBook): Values {
  const { language, locale } = readingLanguage(reader.language, book.language);
  const frame = book.frame(language);
  return {
    ...factValues(content, locale, reader.timeZone),
    leaver: filled(content.leaver) ?? frame.get("somebody")?.text({}, locale),
    reader: filled(reader.name),
    case: content.caseId,
    contact: filled(book.contact) ?? frame.get("contact")?.text({}, locale),
  };
}

/** Each instant as `name` with time and zone, and as `nameDay`; how many days until the end; everything else as text. */
function factValues({ facts, sentAt }: NoticeContent, locale: string, timeZone: string): Values {
  const values: Record<string, string | number> = {};
  for (const [name, fact] of Object.entries(facts)) {
    const at = Instant.safeParse(fact).data;
    if (at !== undefined) {
      values[name] = dateAndTime(at, locale, timeZone);
      values[`${name}Day`] = day(at, locale, timeZone);
      if (name === "ends") values.daysLeft = Math.max(0, daysBetween(sentAt, at, timeZone));
      if (name === "ends") values.over = at <= sentAt ? "yes" : "no";
    } else if (typeof fact === "string") values[name] = clean(fact, name === "files" ? mostAddress : mostInstruction);
    else if (typeof fact === "number") values[name] = fact;
  }
  return values;
}

function filled(value: string | undefined): string | undefined {
  return value === undefined ? undefined : clean(value) || undefined;
}
