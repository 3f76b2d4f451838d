import { styleText } from "node:util";
import type { Applied } from "./apply-rights.ts";

const colours = { had: "dim", given: "green", "taken away": "yellow", surplus: "yellow" } as const;

/** One right and what became of it. */
export function appliedLine({ what, right }: Applied): string {
  return `${styleText(colours[what], what.padEnd(10))} ${right}`;
}

/** The sum, and what is left to do in PowerShell. */
export function closingLines(all: readonly Applied[], commands: readonly string[]): readonly string[] {
  const count = (what: Applied["what"]) => all.filter((one) => one.what === what).length;
  const sum = `${count("given")} given, ${count("had")} were there, ${count("taken away")} taken away, ${count("surplus")} surplus`;
  if (commands.length === 0) return ["", sum];
  return [
    "",
    sum,
    "",
    "Graph cannot give rights over one mailbox. In Exchange Online PowerShell, as an Exchange Administrator:",
    "",
    ...commands.map((command) => `  ${command}`),
  ];
}
