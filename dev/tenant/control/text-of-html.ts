const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " " };

/** What readers without HTML see: the service makes it from the HTML, so the catcher does. */
export function textOfHtml(html: string): string {
  const marked = html
    .replace(/<(head|style|script)\b[^>]*>.*?<\/\1>/gis, "")
    .replace(/\s+/g, " ")
    .replace(/<li\b[^>]*>/gi, "\n- ")
    .replace(/<\/th>\s*/gi, ": ")
    .replace(/<\/tr>|<br\b[^>]*>/gi, "\n")
    .replace(/<\/(p|h[1-6]|ul|ol|table|div)>/gi, "\n\n")
    .replace(/<[^>]*>/g, "");
  const lines = decoded(marked).split("\n");
  return lines
    .map((line) => line.trim())
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function decoded(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) =>
    name.startsWith("#") ? String.fromCodePoint(Number(name.slice(1))) : (entities[name] ?? whole),
  );
}
