import type { Texts } from "./texts.ts";

export const nl: Texts = {
  frame: `= late-stood-still | Dit bericht komt {days, plural, one {één dag} other {# dagen}} te laat, omdat Leaver of een dienst die het nodig heeft stilstond.
= late-learned-late | Dit bericht komt {days, plural, one {één dag} other {# dagen}} te laat, omdat Leaver het te laat hoorde.
= automatic | Deze e-mail komt van Leaver, het programma waarmee uw organisatie accounts beëindigt.
= reference | Kenmerk {reference}. Een tweede e-mail met hetzelfde kenmerk herhaalt alleen deze.
= contact | Uw IT-afdeling
= somebody | (naam niet meer bekend)
`,

  "manager-before": `De toegang tot Microsoft 365 eindigt binnenkort
Beste {reader},

{leaver} vertrekt. De toegang tot Microsoft 365 eindigt op {ends}.

= Persoon | {leaver}
= Toegang eindigt | {ends}
= Dossier | {case}
= Vragen | {contact}

# Wat u voor die tijd moet doen
- Spreek met {leaver} af wie het lopende werk overneemt, en zorg dat anderen bij de bestanden kunnen die daarvoor nodig zijn.
- Controleer de datum. Klopt die niet, of blijft deze persoon, laat dat dan voor die tijd weten.

# Wat er dan gebeurt
Aanmelden wordt geblokkeerd, open sessies eindigen en apparaten worden buitengesloten. Er wordt dan niets verwijderd. U krijgt een e-mail zodra is vastgesteld dat het heeft gewerkt.
`,

  "manager-last-day": `Laatste dag: de toegang tot Microsoft 365 eindigt
Beste {reader},

{leaver} heeft de laatste werkdag. De toegang tot Microsoft 365 eindigt op {ends}.

= Persoon | {leaver}
= Toegang eindigt | {ends}
= Dossier | {case}
= Vragen | {contact}

# Wat u voor die tijd moet doen
- Zorg dat lopend werk en apparaten zijn overgedragen.
- Blijft deze persoon, laat dat dan voor die tijd weten. Daarna moet de toegang stap voor stap worden teruggegeven.
`,

  "manager-after": `De toegang tot Microsoft 365 is beëindigd
Beste {reader},

{leaver} kan zich niet meer aanmelden bij Microsoft 365. Dit is gecontroleerd en bevestigd op {ended}.

= Persoon | {leaver}
= Toegang beëindigd | {ended}
= Dossier | {case}
= Vragen | {contact}

# Wat er is gedaan
Aanmelden is geblokkeerd, sessies zijn ingetrokken, niemand kent het wachtwoord, de e-mailprotocollen zijn gesloten, geregistreerde aanmeldmethoden zijn verwijderd en apparaten zijn uitgeschakeld.

Er zijn geen gegevens verwijderd. E-mail en bestanden zijn er nog; wat ermee gebeurt, volgt uit de regels van uw organisatie.

# Wat u moet doen
Niets. Is dit een vergissing, laat dat dan meteen weten en noem het dossier.
`,

  "custodian-first": `U kunt de bestanden van een oud-collega openen
Beste {reader},

U kunt nu de OneDrive-bestanden van {leaver} openen. Ze worden verwijderd op {ends}.

= Bestanden van | {leaver}
= Waar ze staan | {files}
= Bestanden verwijderd | {ends}
= Postvak verwijderd | {mailboxEnds}
= Dossier | {case}
= Vragen | {contact}

# Wat u voor die tijd moet doen
- Loop de bestanden door en kopieer wat uw organisatie nodig heeft naar een plek van uw team.
- Laat privébestanden staan. Ze worden met de rest verwijderd.
- Is er een reden om de bestanden langer te bewaren, bijvoorbeeld een juridische, laat dat dan op tijd weten. Alleen een verwijderblokkering houdt het verwijderen tegen.

U krijgt één herinnering, op {secondNoticeDay}.
`,

  "custodian-second": `Herinnering: verwijderen van de bestanden van een oud-collega
Beste {reader},

{over, select, yes {De OneDrive-bestanden van {leaver} zijn verwijderd op {ends}. Deze herinnering had voor die tijd moeten komen.} other {{daysLeft, plural, =0 {Vandaag worden de OneDrive-bestanden van {leaver} verwijderd} one {Morgen worden de OneDrive-bestanden van {leaver} verwijderd} other {Over # dagen worden de OneDrive-bestanden van {leaver} verwijderd}}: op {ends}. Er komt geen herinnering meer.}}

= Bestanden van | {leaver}
= Waar ze staan | {files}
= Bestanden verwijderd | {ends}
= Dossier | {case}
= Vragen | {contact}

# Wat u moet doen
- {over, select, yes {Heeft uw organisatie hier nog iets van nodig, laat dat dan meteen weten. Beheerders kunnen de bestanden nog een beperkte tijd terughalen.} other {Kopieer voor die tijd wat uw organisatie nog nodig heeft naar een plek van uw team.}}
- {over, select, yes {} other {Is er een reden om de bestanden langer te bewaren, laat dat dan meteen weten. Alleen een verwijderblokkering houdt het verwijderen tegen.}}

{over, select, yes {} other {Hebt u alles gekopieerd, dan hoeft u niets meer te doen.}}
`,

  "hold-placed": `Het verwijderen is onderbroken
Beste {reader},

Voor gegevens van {leaver} geldt een verwijderblokkering. Zolang die geldt, worden deze gegevens niet verwijderd.

= Persoon | {leaver}
= Blokkering gezien | {since}
= Dossier | {case}
= Vragen | {contact}

Verwijderdatums die u eerder hebt gekregen, gelden niet meer. Microsoft stuurt u misschien nog e-mails met zo’n datum: zolang de blokkering duurt, geldt ook die niet.

# Wat u moet doen
- Voorlopig niets. Verwijder of wijzig ook zelf niets aan deze gegevens.
- Als er geen blokkering meer is, krijgt u de nieuwe datum te horen voordat er iets wordt verwijderd.
`,

  "hold-lifted": `Het verwijderen gaat verder
Beste {reader},

Voor de gegevens van {leaver} geldt geen verwijderblokkering meer. Wat ervan over is, wordt verwijderd op {ends}.

= Persoon | {leaver}
= Zonder blokkering gezien | {since}
= Gegevens verwijderd | {ends}
= Dossier | {case}
= Vragen | {contact}

# Wat u voor die tijd moet doen
- Kopieer wat uw organisatie nog nodig heeft naar een plek van uw team.
- Is er een andere reden om de gegevens te bewaren, laat dat dan meteen weten. Alleen een verwijderblokkering houdt het verwijderen tegen.
`,

  "case-parked": `Een uitdiensttreding heeft u nodig
Beste {reader},

{steps, plural, one {Eén stap} other {# stappen}} van dossier {case} {steps, plural, one {kan} other {kunnen}} niet verder zonder een mens. Wat hier niet van afhangt, gaat intussen door.

= Dossier | {case}
= Wacht sinds | {since}
= Instructie (Engels) | {instruction}

# Wat u moet doen
- Doe wat hierboven staat.
- Hervat daarna het dossier op de beheerpagina. De stap kijkt nog een keer voordat er iets verandert.
`,

  "deleted-elsewhere": `Een account is buiten Leaver om verwijderd
Beste {reader},

Het account van {leaver} is verwijderd op {deleted}, en niet door Leaver. Het kan worden hersteld tot {restorableUntil}. Daarna zijn account en postvak voorgoed weg.

= Persoon | {leaver}
= Verwijderd | {deleted}
= Te herstellen tot | {restorableUntil}
= Dossier | {case}

# Wat u moet doen
- Was het een vergissing, laat Leaver het account dan voor die tijd herstellen.
- Was het de bedoeling, dan niets. Leaver volgt hoe lang bestanden bewaard blijven en waarschuwt wie ze overneemt.
`,

  "person-restored": `Uw Microsoft 365-account werkt weer
Beste {reader},

U hebt uw account terug sinds {restored}.

= Werkt sinds | {restored}
= Dossier | {case}
= Vragen | {contact}

# Wat u moet doen
- Uw oude wachtwoord geldt niet meer. U krijgt een nieuw wachtwoord of een tijdelijke toegangspas van uw IT-afdeling persoonlijk, nooit per e-mail. Kies bij de eerste aanmelding een eigen wachtwoord.
- Registreer uw aanmeldmethoden opnieuw, bijvoorbeeld de app Authenticator.
- Controleer uw e-mail, bestanden en teams. Soms duurt het een dag voordat iets terug is. Ontbreekt er dan nog iets, laat dat dan weten.

Had u deze e-mail niet verwacht, laat dat dan meteen weten.
`,
};
