import type { CaughtMail } from "../model.ts";
import { escapeMarkup } from "./markup.ts";

/** The mail catcher as a page: newest first. Bodies stand in sandboxed frames, so that nothing in them runs or loads. */
export function mailPage(mails: readonly CaughtMail[]): string {
  const articles = [...mails].reverse().map(showMail);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Caught mail</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
  article { border-top: 1px solid #ccc; padding: 1rem 0; }
  h2 { font-size: 1.1rem; margin: 0; }
  pre, iframe { width: 100%; white-space: pre-wrap; border: 0; background: #f5f5f5; }
  iframe { height: 16rem; }
</style>
<h1>Caught mail (${mails.length})</h1>
${articles.join("\n") || "<p>No mail was sent yet.</p>"}
</html>`;
}

function showMail({ subject, from, to, at, contentType, content }: CaughtMail): string {
  const body =
    contentType.toLowerCase() === "html"
      ? `<iframe sandbox title="Body" srcdoc="${escapeMarkup(content)}"></iframe>`
      : `<pre>${escapeMarkup(content)}</pre>`;
  return `<article>
<h2>${escapeMarkup(subject)}</h2>
<p>${escapeMarkup(at)}, from ${escapeMarkup(from)} to ${escapeMarkup(to.join(", "))}</p>
${body}
</article>`;
}
