import type { Texts } from "./texts.ts";

export const da: Texts = {
  frame: `= late-stood-still | Denne besked kommer {days, plural, one {én dag} other {# dage}} for sent, fordi Leaver eller en tjeneste, som det har brug for, stod stille.
= late-learned-late | Denne besked kommer {days, plural, one {én dag} other {# dage}} for sent, fordi Leaver fik det at vide for sent.
= automatic | Denne mail kommer fra Leaver, programmet der afslutter konti i din organisation.
= reference | Reference {reference}. En ny mail med samme reference gentager blot denne.
= contact | Din it-afdeling
= somebody | (navnet er ikke længere kendt)
`,

  "manager-before": `Adgangen til Microsoft 365 ophører snart
Hej {reader}

{leaver} skal stoppe. Adgangen til Microsoft 365 ophører {ends}.

= Person | {leaver}
= Adgangen ophører | {ends}
= Sag | {case}
= Spørgsmål | {contact}

# Det skal du gøre inden da
- Aftal med {leaver}, hvem der overtager igangværende arbejde, og sørg for, at andre kan komme til de nødvendige filer.
- Kontrollér datoen. Hvis den er forkert, eller hvis personen bliver, skal du sige til inden da.

# Det sker der så
Login spærres, åbne sessioner afsluttes, og enheder lukkes ude. Intet slettes på det tidspunkt. Du får en mail, når vi har set, at det har virket.
`,

  "manager-last-day": `Sidste dag: adgangen til Microsoft 365 ophører
Hej {reader}

{leaver} har sidste arbejdsdag. Adgangen til Microsoft 365 ophører {ends}.

= Person | {leaver}
= Adgangen ophører | {ends}
= Sag | {case}
= Spørgsmål | {contact}

# Det skal du gøre inden da
- Sørg for, at igangværende arbejde og enheder er afleveret.
- Hvis personen bliver, skal du sige til inden da. Bagefter skal adgangen gives tilbage trin for trin.
`,

  "manager-after": `Adgangen til Microsoft 365 er ophørt
Hej {reader}

{leaver} kan ikke længere logge på Microsoft 365. Det blev kontrolleret og bekræftet {ended}.

= Person | {leaver}
= Adgangen ophørte | {ended}
= Sag | {case}
= Spørgsmål | {contact}

# Det er der gjort
Login er spærret, sessioner er tilbagekaldt, ingen kender adgangskoden, mailprotokollerne er lukket, registrerede loginmetoder er fjernet, og enheder er deaktiveret.

Intet er slettet. Mails og filer findes stadig; hvad der sker med dem, følger af din organisations regler.

# Det skal du gøre
Ingenting. Hvis det er en fejl, skal du straks sige til og oplyse sagen.
`,

  "custodian-first": `Du kan åbne en tidligere kollegas filer
Hej {reader}

Du kan nu åbne de OneDrive-filer, der tilhører {leaver}. De slettes {ends}.

= Filer, der tilhører | {leaver}
= Her ligger de | {files}
= Filerne slettes | {ends}
= Postkassen slettes | {mailboxEnds}
= Sag | {case}
= Spørgsmål | {contact}

# Det skal du gøre inden da
- Gå filerne igennem, og kopiér det, som organisationen har brug for, til et sted, som dit team deler.
- Lad private filer ligge. De slettes sammen med resten.
- Hvis der er grund til at beholde filerne længere, for eksempel en juridisk, skal du sige til i god tid. Kun en slettespærre stopper sletningen.

Du får én påmindelse, {secondNoticeDay}.
`,

  "custodian-second": `Påmindelse: sletning af en tidligere kollegas filer
Hej {reader}

{over, select, yes {De OneDrive-filer, der tilhører {leaver}, blev slettet {ends}. Denne påmindelse skulle være kommet inden da.} other {{daysLeft, plural, =0 {I dag slettes de OneDrive-filer, der tilhører {leaver}} one {I morgen slettes de OneDrive-filer, der tilhører {leaver}} other {Om # dage slettes de OneDrive-filer, der tilhører {leaver}}}: {ends}. Der kommer ikke flere påmindelser.}}

= Filer, der tilhører | {leaver}
= Her ligger de | {files}
= Sletning af filerne | {ends}
= Sag | {case}
= Spørgsmål | {contact}

# Det skal du gøre
- {over, select, yes {Hvis organisationen stadig har brug for noget af det, skal du straks sige til. Administratorerne kan hente filerne tilbage i en begrænset tid.} other {Kopiér inden da det, som organisationen stadig har brug for, til et sted, som dit team deler.}}
- {over, select, yes {} other {Hvis der er grund til at beholde filerne længere, skal du straks sige til. Kun en slettespærre stopper sletningen.}}

{over, select, yes {} other {Når du har kopieret alt, skal du ikke gøre mere.}}
`,

  "hold-placed": `Sletningen er sat på pause
Hej {reader}

En slettespærre gælder for data, der tilhører {leaver}. Så længe den gælder, slettes disse data ikke.

= Person | {leaver}
= Slettespærren blev set | {since}
= Sag | {case}
= Spørgsmål | {contact}

Slettedatoer, som du har fået tidligere, gælder ikke længere. Microsoft sender måske fortsat mails med en sådan dato: Så længe spærren varer, gælder den heller ikke.

# Det skal du gøre
- Ingenting lige nu. Du skal heller ikke selv slette eller ændre noget af det.
- Når der ikke længere er en spærre, får du den nye dato at vide, før noget slettes.
`,

  "hold-lifted": `Sletningen fortsætter
Hej {reader}

Ingen slettespærre gælder længere for data, der tilhører {leaver}. Det, der er tilbage, slettes {ends}.

= Person | {leaver}
= Set uden spærre | {since}
= Data slettes | {ends}
= Sag | {case}
= Spørgsmål | {contact}

# Det skal du gøre inden da
- Kopiér det, som organisationen stadig har brug for, til et sted, som dit team deler.
- Hvis der er en anden grund til at beholde disse data, skal du straks sige til. Kun en slettespærre stopper sletningen.
`,

  "case-parked": `En fratrædelse har brug for dig
Hej {reader}

{steps, plural, one {Et trin} other {# trin}} i sagen {case} kommer ikke videre uden et menneske. Det, der ikke afhænger af det, fortsætter imens.

= Sag | {case}
= Venter siden | {since}
= Instruktion (på engelsk) | {instruction}

# Det skal du gøre
- Gør det, der står ovenfor.
- Genoptag derefter sagen på driftssiden. Trinnet kontrollerer en gang til, før det ændrer noget.
`,

  "deleted-elsewhere": `En konto blev slettet uden for Leaver
Hej {reader}

Kontoen for {leaver} blev slettet {deleted}, og ikke af Leaver. Den kan gendannes indtil {restorableUntil}. Derefter er kontoen og postkassen væk for altid.

= Person | {leaver}
= Slettet | {deleted}
= Kan gendannes indtil | {restorableUntil}
= Sag | {case}

# Det skal du gøre
- Hvis det var en fejl, skal du få Leaver til at gendanne kontoen inden da.
- Hvis det var meningen, ingenting. Leaver holder øje med, hvor længe filerne opbevares, og giver besked til den, der overtager dem.
`,

  "person-restored": `Din Microsoft 365-konto virker igen
Hej {reader}

Du fik din konto tilbage {restored}.

= Virker siden | {restored}
= Sag | {case}
= Spørgsmål | {contact}

# Det skal du gøre
- Din gamle adgangskode gælder ikke længere. Du får en ny, eller et midlertidigt adgangspas, af it-afdelingen personligt og aldrig i en mail. Vælg din egen adgangskode, første gang du logger på.
- Registrér dine loginmetoder igen, for eksempel appen Authenticator.
- Kontrollér mails, filer og teams. Noget kan være en dag om at komme tilbage. Hvis der stadig mangler noget derefter, skal du sige til.

Hvis du ikke ventede denne mail, skal du straks sige til.
`,
};
