import { escapeMarkup } from "./markup.ts";

/** Styles of pages that show mails; they stand beside those of every page. */
export const mailStyles = `<style>
  body { max-width: 84rem; }
  nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 0.5rem 0; }
  nav [aria-current] { font-weight: 600; text-decoration: none; }
  .bodies { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(24rem, 100%), 1fr)); gap: 1rem; align-items: start; }
  .bodies figure { margin: 0.5rem 0 0; min-width: 0; }
  .bodies iframe { height: 52rem; resize: vertical; color-scheme: light dark; background: Canvas; border: 1px solid var(--line); padding: 0; }
  .bodies pre { font: 0.875rem/1.5 ui-monospace, monospace; min-height: 50rem; }
  figcaption { font-size: 0.875rem; opacity: 0.8; }
</style>`;

/** Both bodies of a mail. The HTML stands in a frame where nothing can run or load. */
export function sideBySide(html: string, text: string, textCaption: string): string {
  return `<div class="bodies">
<figure><figcaption>HTML</figcaption><iframe sandbox title="HTML body" srcdoc="${escapeMarkup(html)}"></iframe></figure>
<figure><figcaption>${escapeMarkup(textCaption)}</figcaption><pre>${escapeMarkup(text)}</pre></figure>
</div>`;
}
