/** Controls, and the invisible characters that turn the direction of the text after them. */
const unwanted = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu;
const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A value that comes from outside, as one line that can neither move nor break what stands around it. */
export function clean(value: string, mostCharacters = 120): string {
  const line = value.replace(unwanted, " ").replace(/\s+/g, " ").trim();
  const characters = [...line];
  const short = characters.length > mostCharacters ? `${characters.slice(0, mostCharacters - 1).join("")}…` : line;
  // Isolated: a name written from right to left stays a name inside a sentence written from left to right.
  return rightToLeft.test(short) ? `\u2068${short}\u2069` : short;
}
