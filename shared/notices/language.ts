import { z } from "zod";

/** The languages that notices are written in. */
export const Language = z.enum(["en", "sv", "nb", "da", "nl", "de", "fr"]);
export type Language = z.infer<typeof Language>;

/** Norwegian by its other names: who reads Nynorsk reads Bokmål. */
const otherNames: ReadonlyMap<string, Language> = new Map([
  ["no", "nb"],
  ["nn", "nb"],
]);

/**
 * The language for a reader, and how dates and numbers are written in it: `de-AT` is German with Austrian dates.
 *
 * @param preferred as the directory has it; whatever is no language, or none of ours, leads to the default
 */
export function readingLanguage(
  preferred: string | undefined,
  usual: Language,
): { readonly language: Language; readonly locale: string } {
  const tag = canonical(preferred);
  const base = tag?.split("-")[0] ?? "";
  const language = otherNames.get(base) ?? Language.safeParse(base).data;
  if (tag === undefined || language === undefined) return { language: usual, locale: usual };
  return { language, locale: base === language ? tag : language };
}

function canonical(tag: string | undefined): string | undefined {
  try {
    // Some directories write de_AT.
    return tag === undefined ? undefined : Intl.getCanonicalLocales(tag.trim().replaceAll("_", "-"))[0];
  } catch {
    return undefined;
  }
}
