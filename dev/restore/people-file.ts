import type { z } from "zod";
import { RestorePerson } from "../../functions/ops/restore-view.ts";

type Person = z.input<typeof RestorePerson>;

const columns = ["person", "signInName", "newSignInName", "addresses"] as const;

/** What is wrong with a file of people: line by line, without what stands there. */
export class PeopleFileError extends Error {
  override readonly name = "PeopleFileError";
}

/**
 * Reads people from comma-separated text: object id, sign-in name or employee id in the first column, and what to do about
 * clashes in the others, by the names of the API. A first line with these names may say which columns there are, in which order.
 *
 * @param usual for what a line leaves out
 * @throws {PeopleFileError}
 */
export function peopleIn(text: string, usual: Omit<Person, "person">): readonly Person[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ number: index + 1, cells: cellsOf(line) }));
  const filled = lines.filter(({ cells }) => cells.some((cell) => cell !== ""));
  const [first] = filled;
  const isHeader = first?.cells.includes("person") === true;
  const names = isHeader ? first.cells : [...columns];
  const rows = isHeader ? filled.slice(1) : filled;
  if (rows.length === 0) throw new PeopleFileError("there is nobody in it");
  return rows.map(({ number, cells }) => personIn(number, names, cells, usual));
}

function personIn(number: number, names: readonly string[], cells: readonly string[], usual: object): Person {
  if (cells.length > names.length) throw new PeopleFileError(`line ${number}: more columns than names`);
  const given = Object.fromEntries(cells.flatMap((cell, index) => (cell === "" ? [] : [[names[index] ?? "", cell]])));
  const person = RestorePerson.safeParse({ ...usual, ...given });
  if (person.success) return person.data;
  const [issue] = person.error.issues;
  throw new PeopleFileError(`line ${number}: ${issue?.path.join(".") || "column"}: ${issue?.message}`);
}

/** Quotes may surround a cell. No address, name or id that is meant here holds a comma. */
function cellsOf(line: string): string[] {
  return line.split(",").map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .trim(),
  );
}
