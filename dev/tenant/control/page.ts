import type { TenantState } from "../state.ts";
import { allCommands } from "./all-commands.ts";
import { effectsTable } from "./effects-table.ts";
import { mailArticles } from "./mail-articles.ts";
import { escapeMarkup, readableTime } from "./markup.ts";
import { views } from "./views.ts";

const styles = `
  :root { color-scheme: light dark; --line: #8884; --soft: #8882; }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
  header { border-bottom: 1px solid var(--line); padding-bottom: 1rem; }
  h1 { font-size: 1.5rem; margin: 0; }
  h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
  h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
  p { margin: 0.25rem 0; }
  .small { font-size: 0.875rem; opacity: 0.8; }
  article { margin: 1rem 0 2rem; }
  pre, iframe { box-sizing: border-box; width: 100%; margin: 0.5rem 0 0; padding: 0.75rem 1rem; border: 0; }
  pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); border-radius: 0.25rem; }
  iframe { height: 16rem; background: Canvas; border: 1px solid var(--line); padding: 0; }
  table { border-collapse: collapse; width: 100%; }
  th, td { text-align: left; padding: 0.25rem 1rem 0.25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
  td:nth-child(-n + 2) { white-space: nowrap; }
  .list td { white-space: normal; overflow-wrap: anywhere; }
`;

/** A whole page. The title is text; the content is markup. */
export function document(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeMarkup(title)}</title>
<style>${styles}</style>
${content}
</html>
`;
}

/** What a person with a browser sees of the tenant: caught mail and changes, newest first, and what can be ordered. */
export function page(state: TenantState): string {
  const effects = state.effects.all();
  return document(
    `Simulated tenant: ${state.mails.length} mails, ${effects.length} changes`,
    `<header>
<h1>Simulated tenant</h1>
<p>Virtual time at loading: ${readableTime(Date.now())}. No mail leaves this machine.</p>
<p class="small">As JSON: ${Object.keys(views)
      .filter((name) => name !== "people")
      .map((name) => `<a href="/${name}">${name}</a>`)
      .join(", ")}.
A person: <a href="/people/anna">anna</a>.</p>
</header>
<h2>Caught mail (${state.mails.length})</h2>
<p><a href="/mail">As a list</a>, and <a href="/mail/samples">a sample of every notice</a> in each language.</p>
${mailArticles(state.mails)}
<h2>Changes (${effects.length})</h2>
${effectsTable(state, effects)}
<h2>What can be read</h2>
${list(Object.entries(views).map(([name, { about }]) => [`GET /${name}`, about]))}
<h2>What can be ordered</h2>
<p>With a JSON body, as in <code>curl -d '{"ms": 86400000}' ADDRESS/clock/advance</code>.</p>
${list(allCommands.map(({ path, about }) => [`POST /${path}`, about]))}`,
  );
}

function list(lines: readonly (readonly [string, string])[]): string {
  const rows = lines.map(([name, about]) => `<tr><td><code>${escapeMarkup(name)}</code><td>${escapeMarkup(about)}`);
  return `<table class="list">\n${rows.join("\n")}\n</table>`;
}
