import type { Texts } from "./texts.ts";

export const nb: Texts = {
  frame: `= late-stood-still | Denne meldingen kommer {days, plural, one {én dag} other {# dager}} for sent, fordi Leaver eller en tjeneste det trenger, sto stille.
= late-learned-late | Denne meldingen kommer {days, plural, one {én dag} other {# dager}} for sent, fordi Leaver fikk vite om det for sent.
= automatic | Denne e-posten kommer fra Leaver, programmet som avslutter kontoer i organisasjonen din.
= reference | Referanse {reference}. En ny e-post med samme referanse gjentar bare denne.
= contact | IT-avdelingen din
= somebody | (navnet er ikke lenger kjent)
`,

  "manager-before": `Tilgangen til Microsoft 365 opphører snart
Hei {reader}!

{leaver} skal slutte. Tilgangen til Microsoft 365 opphører {ends}.

= Person | {leaver}
= Tilgangen opphører | {ends}
= Sak | {case}
= Spørsmål | {contact}

# Dette må du gjøre før det
- Avtal med {leaver} hvem som tar over pågående arbeid, og sørg for at andre får tak i filene som trengs.
- Kontroller datoen. Hvis den er feil, eller hvis personen blir, må du si fra før det.

# Dette skjer da
Påloggingen sperres, åpne økter avsluttes og enheter stenges ute. Ingenting slettes da. Du får en e-post når vi har sett at det har virket.
`,

  "manager-last-day": `Siste dag: tilgangen til Microsoft 365 opphører
Hei {reader}!

{leaver} har siste arbeidsdag. Tilgangen til Microsoft 365 opphører {ends}.

= Person | {leaver}
= Tilgangen opphører | {ends}
= Sak | {case}
= Spørsmål | {contact}

# Dette må du gjøre før det
- Sørg for at pågående arbeid og enheter er overlevert.
- Hvis personen blir, må du si fra før det. Etterpå må tilgangen gis tilbake steg for steg.
`,

  "manager-after": `Tilgangen til Microsoft 365 er avsluttet
Hei {reader}!

{leaver} kan ikke lenger logge på Microsoft 365. Dette ble kontrollert og bekreftet {ended}.

= Person | {leaver}
= Tilgangen opphørte | {ended}
= Sak | {case}
= Spørsmål | {contact}

# Dette er gjort
Påloggingen er sperret, økter er tilbakekalt, ingen kjenner passordet, e-postprotokollene er stengt, registrerte påloggingsmetoder er fjernet og enheter er deaktivert.

Ingenting er slettet. E-post og filer finnes fortsatt; hva som skjer med dem, følger av reglene i organisasjonen din.

# Dette må du gjøre
Ingenting. Hvis det er en feil, må du si fra med en gang og oppgi saken.
`,

  "custodian-first": `Du kan åpne filene til en tidligere kollega
Hei {reader}!

Du kan nå åpne OneDrive-filene til {leaver}. De slettes {ends}.

= Filene til | {leaver}
= Her ligger de | {files}
= Filene slettes | {ends}
= Postboksen slettes | {mailboxEnds}
= Sak | {case}
= Spørsmål | {contact}

# Dette må du gjøre før det
- Gå gjennom filene, og kopier det organisasjonen trenger, til et sted som teamet ditt deler.
- La private filer ligge. De slettes sammen med resten.
- Hvis det er grunn til å beholde filene lenger, for eksempel en juridisk grunn, må du si fra i god tid. Bare en slettesperre stopper slettingen.

Du får én påminnelse, {secondNoticeDay}.
`,

  "custodian-second": `Påminnelse: sletting av filene til en tidligere kollega
Hei {reader}!

{over, select, yes {OneDrive-filene til {leaver} ble slettet {ends}. Denne påminnelsen skulle ha kommet før det.} other {{daysLeft, plural, =0 {I dag slettes OneDrive-filene til {leaver}} one {I morgen slettes OneDrive-filene til {leaver}} other {Om # dager slettes OneDrive-filene til {leaver}}}: {ends}. Det kommer ingen flere påminnelser.}}

= Filene til | {leaver}
= Her ligger de | {files}
= Sletting av filene | {ends}
= Sak | {case}
= Spørsmål | {contact}

# Dette må du gjøre
- {over, select, yes {Hvis organisasjonen fortsatt trenger noe av dette, må du si fra med en gang. Administratorene kan hente filene tilbake i en begrenset tid.} other {Kopier det organisasjonen fortsatt trenger, før det skjer, til et sted som teamet ditt deler.}}
- {over, select, yes {} other {Hvis det er grunn til å beholde filene lenger, må du si fra med en gang. Bare en slettesperre stopper slettingen.}}

{over, select, yes {} other {Når du har kopiert alt, er det ikke mer du må gjøre.}}
`,

  "hold-placed": `Slettingen er satt på pause
Hei {reader}!

En slettesperre gjelder for dataene til {leaver}. Så lenge den gjelder, blir disse dataene ikke slettet.

= Person | {leaver}
= Slettesperren ble sett | {since}
= Sak | {case}
= Spørsmål | {contact}

Slettedatoer du har fått tidligere, gjelder ikke lenger. Microsoft kan fortsatt sende deg e-post med en slik dato: Så lenge sperren varer, gjelder heller ikke den.

# Dette må du gjøre
- Ingenting nå. Ikke slett eller endre noe av dette selv.
- Når det ikke er noen sperre igjen, får du vite den nye datoen før noe slettes.
`,

  "hold-lifted": `Slettingen fortsetter
Hei {reader}!

Ingen slettesperre gjelder lenger for dataene til {leaver}. Det som er igjen av dem, slettes {ends}.

= Person | {leaver}
= Sett uten sperre | {since}
= Dataene slettes | {ends}
= Sak | {case}
= Spørsmål | {contact}

# Dette må du gjøre før det
- Kopier det organisasjonen fortsatt trenger, til et sted som teamet ditt deler.
- Hvis det er en annen grunn til å beholde dataene, må du si fra med en gang. Bare en slettesperre stopper slettingen.
`,

  "case-parked": `En avslutning trenger deg
Hei {reader}!

{steps, plural, one {Ett steg} other {# steg}} i saken {case} kommer ikke videre uten et menneske. Det som ikke avhenger av dette, fortsetter imens.

= Sak | {case}
= Venter siden | {since}
= Instruks (på engelsk) | {instruction}

# Dette må du gjøre
- Gjør det som står ovenfor.
- Gjenoppta deretter saken på driftssiden. Steget ser etter en gang til før det endrer noe.
`,

  "deleted-elsewhere": `En konto ble slettet utenfor Leaver
Hei {reader}!

Kontoen til {leaver} ble slettet {deleted}, og ikke av Leaver. Den kan gjenopprettes til {restorableUntil}. Etter det er kontoen og postboksen borte for godt.

= Person | {leaver}
= Slettet | {deleted}
= Kan gjenopprettes til | {restorableUntil}
= Sak | {case}

# Dette må du gjøre
- Hvis det var en feil, må du la Leaver gjenopprette kontoen før det.
- Hvis det var meningen, ingenting. Leaver følger med på hvor lenge filene oppbevares, og gir beskjed til den som tar over dem.
`,

  "person-restored": `Microsoft 365-kontoen din virker igjen
Hei {reader}!

Du fikk kontoen din tilbake {restored}.

= Virker siden | {restored}
= Sak | {case}
= Spørsmål | {contact}

# Dette må du gjøre
- Det gamle passordet ditt gjelder ikke lenger. Du får et nytt, eller et midlertidig tilgangspass, av IT-avdelingen personlig og aldri i en e-post. Velg ditt eget passord første gang du logger på.
- Registrer påloggingsmetodene dine på nytt, for eksempel appen Authenticator.
- Kontroller e-post, filer og team. Noe kan trenge en dag på å komme tilbake. Hvis noe fortsatt mangler da, må du si fra.

Hvis du ikke ventet denne e-posten, må du si fra med en gang.
`,
};
