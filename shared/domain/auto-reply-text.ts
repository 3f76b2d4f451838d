import type { CaseSettings } from "./case-settings.ts";
import { hashOf } from "./hash.ts";

type Language = CaseSettings["mailbox"]["autoReplyLanguages"][number];

/** What readers are told: the mailbox is not read. No name, no reason, no promise. */
const texts: Readonly<Record<Language, string>> = {
  en: "This mailbox is no longer read. Please contact our organisation in another way.",
  sv: "Den här brevlådan läses inte längre. Kontakta vår organisation på annat sätt.",
  nb: "Denne postboksen blir ikke lenger lest. Ta kontakt med organisasjonen vår på en annen måte.",
  da: "Denne postkasse læses ikke længere. Kontakt venligst vores organisation på anden vis.",
  nl: "Deze mailbox wordt niet meer gelezen. Neem op een andere manier contact op met onze organisatie.",
  de: "Dieses Postfach wird nicht mehr gelesen. Bitte wenden Sie sich auf anderem Weg an unsere Organisation.",
  fr: "Cette boîte aux lettres n’est plus consultée. Veuillez contacter notre organisation par un autre moyen.",
};

/**
 * The automatic reply in these languages, in this order, and the mark that it is known by again: Exchange rewrites the
 * HTML that it is given, so that only plain letters at the end can be looked for (m365-operations 8.7).
 */
export function autoReplyText(languages: readonly Language[]): { readonly html: string; readonly mark: string } {
  const paragraphs = languages.map((language) => `<p>${texts[language]}</p>`).join("");
  const mark = `[${hashOf("auto-reply", paragraphs).slice(0, 12)}]`;
  return { html: `${paragraphs}<p>${mark}</p>`, mark };
}
