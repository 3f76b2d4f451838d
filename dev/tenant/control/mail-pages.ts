import type { CaughtMail } from "../model.ts";
import type { TenantState } from "../state.ts";
import { escapeMarkup, readableTime } from "./markup.ts";
import { document } from "./page.ts";
import { samplesPage } from "./samples-page.ts";
import { mailStyles, sideBySide } from "./side-by-side.ts";
import { textOfHtml } from "./text-of-html.ts";

/**
 * The mail catcher in a browser: `/mail` lists what was caught, `/mail/ID` shows one, `/mail/samples` every notice.
 *
 * @throws {RangeError} no such mail, or no such language
 */
export function mailPage(state: TenantState, [what = "", language = ""]: readonly string[]): string {
  if (what === "") return listPage(state.mails);
  if (what === "samples") return samplesPage({ language, address: (one) => `/mail/samples/${one}` });
  const mail = state.mails.find(({ id }) => id === what);
  if (mail === undefined) throw new RangeError("There is no such mail");
  return onePage(mail);
}

function listPage(mails: readonly CaughtMail[]): string {
  const rows = mails.toReversed().map(
    ({ id, at, to, from, subject }) => `<tr><td>${readableTime(Date.parse(at))}<td>${escapeMarkup(to.join(", "))}
<td><a href="/mail/${encodeURIComponent(id)}">${escapeMarkup(subject || "(no subject)")}</a><td>${escapeMarkup(from)}`,
  );
  return document(
    `Caught mail: ${mails.length}`,
    `${mailStyles}<header>
<h1>Caught mail (${mails.length})</h1>
<nav class="small"><a href="/">Simulated tenant</a> <a href="/mail/samples">A sample of every notice</a></nav>
</header>
<table>
<tr><th scope="col">Sent<th scope="col">To<th scope="col">Subject<th scope="col">From
${rows.join("\n") || "<tr><td colspan=4>No mail was sent yet."}
</table>`,
  );
}

function onePage({ at, to, from, subject, contentType, content, headers }: CaughtMail): string {
  const isHtml = contentType.toLowerCase() === "html";
  const bodies = isHtml
    ? sideBySide(content, textOfHtml(content), "Text, as the service makes it from the HTML")
    : `<pre>${escapeMarkup(content)}</pre>`;
  const lines = headers.map(({ name, value }) => `${name}: ${value}`);
  return document(
    subject,
    `${mailStyles}<header>
<h1>${escapeMarkup(subject)}</h1>
<p class="small">To ${escapeMarkup(to.join(", "))}, from ${escapeMarkup(from)}, ${readableTime(Date.parse(at))}</p>
<p class="small">${escapeMarkup(lines.join("; "))}</p>
<nav class="small"><a href="/mail">Caught mail</a></nav>
</header>
${bodies}`,
  );
}
