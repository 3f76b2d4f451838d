import { Language } from "../language.ts";
import { da } from "./da.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { textFile, textNames } from "./file-names.ts";
import { fr } from "./fr.ts";
import { htmlLayout, textLayout } from "./layouts.ts";
import { nb } from "./nb.ts";
import { nl } from "./nl.ts";
import { sv } from "./sv.ts";
import type { Texts } from "./texts.ts";

const byLanguage: Readonly<Record<Language, Texts>> = { en, sv, nb, da, nl, de, fr };

/** Every file as it is built in, by name: what a customer's folder may replace, one by one. */
export const builtInFiles: ReadonlyMap<string, string> = new Map([
  ["layout.html", htmlLayout],
  ["layout.txt", textLayout],
  ...textNames.flatMap((name) =>
    Language.options.map((language): [string, string] => [textFile(name, language), byLanguage[language][name]]),
  ),
]);
