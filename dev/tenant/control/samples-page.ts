import { noticeKinds } from "../../../shared/domain/notices.ts";
import { Language } from "../../../shared/notices/language.ts";
import { builtInBook, type NoticeBook } from "../../../shared/notices/notice-book.ts";
import { referenceOf, renderNotice } from "../../../shared/notices/render-notice.ts";
import { sampleOf, sampleReader } from "../../../shared/notices/samples.ts";
import { escapeMarkup } from "./markup.ts";
import { document } from "./page.ts";
import { mailStyles, sideBySide } from "./side-by-side.ts";

const names = new Intl.DisplayNames("en", { type: "language" });

/**
 * One sample of every notice, in one language, and the way to the other languages.
 *
 * @param address of the page in another language
 * @param book texts; the built-in ones unless told otherwise
 * @throws {RangeError} a language that notices are not written in
 */
export function samplesPage({
  language,
  address,
  book = builtInBook,
}: {
  readonly language: string;
  readonly address: (language: Language) => string;
  readonly book?: NoticeBook;
}): string {
  const shown = language === "" ? "en" : Language.safeParse(language).data;
  if (shown === undefined) throw new RangeError(`Notices are written in ${Language.options.join(", ")}`);
  const links = Language.options.map((one) => {
    const here = one === shown ? ' aria-current="page"' : "";
    return `<a href="${escapeMarkup(address(one))}" lang="en"${here}>${names.of(one)}</a>`;
  });
  const samples = noticeKinds.map((kind) => {
    const notice = sampleOf(kind, kind === "custodian-second");
    const { subject, html, text } = renderNotice(notice, { ...sampleReader, language: shown }, book);
    return `<article id="${kind}">
<h2><code>${kind}</code></h2>
<p>${escapeMarkup(`${subject} [${referenceOf(notice.noticeId)}]`)}</p>
${sideBySide(html, text, "Text")}
</article>`;
  });
  return document(
    `Notices: ${names.of(shown)}`,
    `${mailStyles}<header>
<h1>A sample of every notice</h1>
<p class="small">Names, days and addresses are made up; the second notice is shown as one that comes late.</p>
<nav aria-label="Language">${links.join("\n")}</nav>
<nav class="small" aria-label="Notice">${noticeKinds.map((kind) => `<a href="#${kind}">${kind}</a>`).join("\n")}</nav>
</header>
${samples.join("\n")}`,
  );
}
