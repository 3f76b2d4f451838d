const MAX_DEPTH = 24;
const MAX_MEMBERS = 50_000;

/**
 * The JSON value of UTF-8 bytes; undefined when they are not UTF-8, not JSON, nested deeper than 24 levels, or hold
 * more than 50,000 members and elements (RULE 2 e).
 */
export function parseJson(body: Uint8Array): unknown {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    return isSmall(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isSmall(value: unknown): boolean {
  let members = 0;
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return false;
    level = level.flatMap((item) => (typeof item === "object" && item !== null ? Object.values(item) : []));
    members += level.length;
    if (members > MAX_MEMBERS) return false;
  }
  return true;
}
