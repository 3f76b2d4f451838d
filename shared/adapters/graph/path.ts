/**
 * A path below `/v1.0/` whose parts in `${}` are values: encoded, and never able to change the path's shape.
 *
 * @throws {RangeError} an empty part, or one that would climb the path
 */
export function path(texts: TemplateStringsArray, ...values: readonly string[]): string {
  return texts.reduce((left, text, position) => {
    const value = values[position - 1] ?? "";
    if (value === "" || value === "." || value === "..") throw new RangeError("A part of the path is empty");
    return `${left}${encodeURIComponent(value)}${text}`;
  });
}

/** A text literal of a `$filter`: quotes are doubled. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
