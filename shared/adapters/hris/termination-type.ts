import type { TerminationType } from "../../domain/policy.ts";

/** In this order: "involuntary" holds "voluntary". */
const words: readonly (readonly [RegExp, TerminationType])[] = [
  [/death|decease/, "death"],
  [/retire/, "retirement"],
  [/long.?(term.?)?leave|parental|sabbatical/, "long-leave"],
  [/involuntar|dismiss|fired|lay.?off|laid.?off|redundan/, "involuntary"],
  [/voluntar|resign|quit|employee/, "resignation"],
];

/** Why somebody leaves, from the words that customers choose in their HR system; undefined for none. */
export function terminationTypeOf(text: string | null | undefined): TerminationType | undefined {
  const said = text?.trim().toLowerCase();
  if (!said) return undefined;
  return words.find(([word]) => word.test(said))?.[1] ?? "other";
}
