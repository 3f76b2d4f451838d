/** What begins with a marker, or after an empty line: the line, and those that go on with it. */
export interface TextLine {
  readonly marker: "- " | "= " | "# " | "";
  /** Without the marker; with line breaks. */
  readonly text: string;
  readonly line: number;
}

/** The parts of a text. @param first number of the first line */
export function textLines(lines: readonly string[], first: number): readonly TextLine[] {
  const found: TextLine[] = [];
  let open = false;
  for (const [index, text] of lines.entries()) {
    const marker = (["- ", "= ", "# "] as const).find((begin) => text.startsWith(begin)) ?? "";
    const last = found.at(-1);
    if (text.trim() === "") open = false;
    else if (open && marker === "" && last !== undefined && last.marker !== "# ")
      found[found.length - 1] = { ...last, text: `${last.text}\n${text}` };
    else {
      found.push({ marker, text: text.slice(marker.length), line: first + index });
      open = true;
    }
  }
  return found;
}
