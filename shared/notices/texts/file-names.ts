import { type NoticeKind, noticeKinds } from "../../domain/notices.ts";
import { Language } from "../language.ts";

/** What a text is about: a kind of notice, or the sentences that all share. */
export type TextName = NoticeKind | "frame";
export const textNames: readonly TextName[] = ["frame", ...noticeKinds];

/** Name of the file of a text: `custodian-second.de.txt`. */
export function textFile(name: TextName, language: Language): string {
  return `${name}.${language}.txt`;
}

/** The text that a file name means; undefined for every other name. */
export function textOf(file: string): { readonly name: TextName; readonly language: Language } | undefined {
  for (const name of textNames)
    for (const language of Language.options) if (textFile(name, language) === file) return { name, language };
  return undefined;
}
