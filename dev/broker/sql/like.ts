/**
 * SQL's LIKE: `%` stands for any text, `_` for one character, and the escape character makes the next one itself.
 * Upper and lower case matter. Takes time in proportion to both lengths, whatever the pattern.
 */
export function matchesPattern(text: string, pattern: string, escapedBy: string): boolean {
  const parts = partsOf(pattern, escapedBy);
  let [textAt, partAt] = [0, 0];
  let anyAt = -1;
  let anyTextAt = 0;
  while (textAt < text.length) {
    const part = parts[partAt];
    if (part?.kind === "any") {
      anyAt = partAt;
      anyTextAt = textAt;
      partAt += 1;
    } else if (part?.kind === "one" || part?.character === text[textAt]) {
      textAt += 1;
      partAt += 1;
    } else if (anyAt >= 0) {
      // The last "%" has to stand for one character more.
      anyTextAt += 1;
      textAt = anyTextAt;
      partAt = anyAt + 1;
    } else {
      return false;
    }
  }
  return parts.slice(partAt).every(({ kind }) => kind === "any");
}

interface Part {
  readonly kind: "any" | "one" | "exact";
  readonly character?: string;
}

function partsOf(pattern: string, escapedBy: string): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < pattern.length; at += 1) {
    const escaped = escapedBy !== "" && pattern[at] === escapedBy && at + 1 < pattern.length;
    if (escaped) at += 1;
    const character = pattern.charAt(at);
    if (!escaped && character === "%") parts.push({ kind: "any" });
    else if (!escaped && character === "_") parts.push({ kind: "one" });
    else parts.push({ kind: "exact", character });
  }
  return parts;
}
