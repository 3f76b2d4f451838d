import type { CaughtMail } from "../model.ts";
import { escapeMarkup, readableTime } from "./markup.ts";

/** The caught mails, newest first. Bodies stand in sandboxed frames, so that nothing in them runs or loads. */
export function mailArticles(mails: readonly CaughtMail[]): string {
  return mails.toReversed().map(showMail).join("\n") || "<p>No mail was sent yet.</p>";
}

function showMail({ subject, from, to, at, contentType, content }: CaughtMail): string {
  const body =
    contentType.toLowerCase() === "html"
      ? `<iframe sandbox title="Body" srcdoc="${escapeMarkup(content)}"></iframe>`
      : `<pre>${escapeMarkup(content)}</pre>`;
  return `<article>
<h3>${escapeMarkup(subject)}</h3>
<p class="small">To ${escapeMarkup(to.join(", "))}, from ${escapeMarkup(from)}, ${readableTime(Date.parse(at))}</p>
${body}
</article>`;
}
