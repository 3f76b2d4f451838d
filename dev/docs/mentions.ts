import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..", "..");
const number = /\b(REQ|FACT|R)-(\d\d)\b(?:(?: to |–)(?:(?:REQ|FACT|R)-)?(\d\d)\b)?/g;

/** Every number that a text names, ranges such as "R-52 to R-55" included. */
export function numbersIn(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [, kind, first = "", last = first] of text.matchAll(number)) {
    for (let one = Number(first); one <= Number(last); one += 1) found.add(`${kind}-${String(one).padStart(2, "0")}`);
  }
  return [...found];
}

/** Paths of all TypeScript files below a folder of the repository, from its root, sorted. */
export function sourcesBelow(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/${file.replaceAll("\\", "/")}`)
    .toSorted();
}

export function textOf(file: string): string {
  return readFileSync(join(root, file), "utf8");
}

/** Files of the product by the numbers that they name. */
export function carriers(): ReadonlyMap<string, readonly string[]> {
  return grouped(
    ["functions", "shared"].flatMap(sourcesBelow).flatMap((file) => numbersIn(textOf(file)).map((one) => [one, file])),
  );
}

/** A test as its title, and the file it is in. */
export interface NamedTest {
  readonly file: string;
  readonly title: string;
}

// Titles of `test`, `it`, `describe` and their tables; a template's placeholders stay as they are.
const title = /\b(?:test|describe)(?:\.each\([\s\S]*?\))?\(\s*(["'`])((?:(?!\1)[^\\]|\\.)*)\1/g;

/** Tests by the numbers in their titles; rows of a table count for the tests of the table. */
export function tests(): ReadonlyMap<string, readonly NamedTest[]> {
  return grouped(
    sourcesBelow("test")
      .filter((file) => file.endsWith(".test.ts"))
      .flatMap((file) => {
        const text = textOf(file);
        const titles = [...text.matchAll(title)].map(([all, , words = ""]) => ({ words, all }));
        return titles.flatMap(({ words, all }) => numbersIn(all).map((one) => [one, { file, title: words }] as const));
      }),
  );
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const groups = Map.groupBy(pairs, ([key]) => key);
  return new Map([...groups].map(([key, of]) => [key, of.map(([, value]) => value)]));
}
