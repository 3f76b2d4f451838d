import type { Texts } from "./texts.ts";

export const sv: Texts = {
  frame: `= late-stood-still | Det här meddelandet kommer {days, plural, one {en dag} other {# dagar}} för sent, eftersom Leaver eller en tjänst som det behöver stod still.
= late-learned-late | Det här meddelandet kommer {days, plural, one {en dag} other {# dagar}} för sent, eftersom Leaver fick veta det för sent.
= automatic | Det här mejlet kommer från Leaver, programmet som avslutar konton i din organisation.
= reference | Referens {reference}. Ett andra mejl med samma referens upprepar bara detta.
= contact | Din it-avdelning
= somebody | (namnet är inte längre känt)
`,

  "manager-before": `Åtkomsten till Microsoft 365 upphör snart
Hej {reader}!

{leaver} ska sluta. Åtkomsten till Microsoft 365 upphör {ends}.

= Person | {leaver}
= Åtkomsten upphör | {ends}
= Ärende | {case}
= Frågor | {contact}

# Det här behöver du göra före dess
- Kom överens med {leaver} om vem som tar över pågående arbete, och se till att andra kommer åt de filer som behövs.
- Kontrollera datumet. Om det är fel, eller om personen stannar, säg till före dess.

# Det här händer då
Inloggningen spärras, öppna sessioner avslutas och enheter stängs ute. Ingenting raderas då. Du får ett mejl när vi har sett att det har gått igenom.
`,

  "manager-last-day": `Sista dagen: åtkomsten till Microsoft 365 upphör
Hej {reader}!

{leaver} har sin sista arbetsdag. Åtkomsten till Microsoft 365 upphör {ends}.

= Person | {leaver}
= Åtkomsten upphör | {ends}
= Ärende | {case}
= Frågor | {contact}

# Det här behöver du göra före dess
- Se till att pågående arbete och enheter har lämnats över.
- Om personen stannar, säg till före dess. Efteråt måste åtkomsten ges tillbaka steg för steg.
`,

  "manager-after": `Åtkomsten till Microsoft 365 har upphört
Hej {reader}!

{leaver} kan inte längre logga in i Microsoft 365. Det kontrollerades och bekräftades {ended}.

= Person | {leaver}
= Åtkomsten upphörde | {ended}
= Ärende | {case}
= Frågor | {contact}

# Det här har gjorts
Inloggningen är spärrad, sessioner är återkallade, ingen känner till lösenordet, e-postprotokollen är stängda, registrerade inloggningsmetoder är borttagna och enheter är inaktiverade.

Ingenting har raderats. E-post och filer finns kvar; vad som händer med dem styrs av din organisations regler.

# Det här behöver du göra
Ingenting. Om det är ett misstag, säg till genast och ange ärendet.
`,

  "custodian-first": `Du kan öppna en tidigare kollegas filer
Hej {reader}!

Du kan nu öppna de OneDrive-filer som tillhör {leaver}. De raderas {ends}.

= Filer som tillhör | {leaver}
= Här finns de | {files}
= Filerna raderas | {ends}
= Brevlådan raderas | {mailboxEnds}
= Ärende | {case}
= Frågor | {contact}

# Det här behöver du göra före dess
- Gå igenom filerna och kopiera det som organisationen behöver till en plats som ditt team delar.
- Låt privata filer ligga kvar. De raderas tillsammans med resten.
- Om det finns skäl att spara filerna längre, till exempel rättsliga, säg till i god tid. Bara en raderingsspärr stoppar raderingen.

Du får en påminnelse, {secondNoticeDay}.
`,

  "custodian-second": `Påminnelse: radering av en tidigare kollegas filer
Hej {reader}!

{over, select, yes {De OneDrive-filer som tillhör {leaver} raderades {ends}. Den här påminnelsen borde ha kommit före dess.} other {{daysLeft, plural, =0 {I dag raderas de OneDrive-filer som tillhör {leaver}} one {I morgon raderas de OneDrive-filer som tillhör {leaver}} other {Om # dagar raderas de OneDrive-filer som tillhör {leaver}}}: {ends}. Det kommer ingen mer påminnelse.}}

= Filer som tillhör | {leaver}
= Här finns de | {files}
= Radering av filerna | {ends}
= Ärende | {case}
= Frågor | {contact}

# Det här behöver du göra
- {over, select, yes {Om organisationen fortfarande behöver något av detta, säg till genast. Administratörerna kan hämta tillbaka filerna under en begränsad tid.} other {Kopiera före dess det som organisationen fortfarande behöver till en plats som ditt team delar.}}
- {over, select, yes {} other {Om det finns skäl att spara filerna längre, säg till genast. Bara en raderingsspärr stoppar raderingen.}}

{over, select, yes {} other {Om du har kopierat allt behöver du inte göra något mer.}}
`,

  "hold-placed": `Raderingen är pausad
Hej {reader}!

En raderingsspärr gäller för data som tillhör {leaver}. Så länge den gäller raderas inte dessa data.

= Person | {leaver}
= Spärren upptäcktes | {since}
= Ärende | {case}
= Frågor | {contact}

Raderingsdatum som du har fått tidigare gäller inte längre. Microsoft kan fortsätta att skicka mejl med ett sådant datum: så länge spärren finns gäller inte heller det.

# Det här behöver du göra
- Ingenting just nu. Radera eller ändra inte något av detta själv.
- När ingen spärr finns kvar får du veta det nya datumet innan något raderas.
`,

  "hold-lifted": `Raderingen fortsätter
Hej {reader}!

Ingen raderingsspärr gäller längre för data som tillhör {leaver}. Det som finns kvar raderas {ends}.

= Person | {leaver}
= Sågs utan spärr | {since}
= Data raderas | {ends}
= Ärende | {case}
= Frågor | {contact}

# Det här behöver du göra före dess
- Kopiera det som organisationen fortfarande behöver till en plats som ditt team delar.
- Om det finns ett annat skäl att spara dessa data, säg till genast. Bara en raderingsspärr stoppar raderingen.
`,

  "case-parked": `Ett avslut behöver din hjälp
Hej {reader}!

{steps, plural, one {Ett steg} other {# steg}} i ärendet {case} kommer inte vidare utan en människa. Det som inte beror på detta fortsätter under tiden.

= Ärende | {case}
= Väntar sedan | {since}
= Instruktion (på engelska) | {instruction}

# Det här behöver du göra
- Gör det som står ovan.
- Återuppta sedan ärendet på driftsidan. Steget kontrollerar en gång till innan det ändrar något.
`,

  "deleted-elsewhere": `Ett konto har raderats utanför Leaver
Hej {reader}!

Kontot för {leaver} raderades {deleted}, och inte av Leaver. Det kan återställas fram till {restorableUntil}. Därefter är kontot och brevlådan borta för alltid.

= Person | {leaver}
= Raderat | {deleted}
= Kan återställas till | {restorableUntil}
= Ärende | {case}

# Det här behöver du göra
- Om det var ett misstag, låt Leaver återställa kontot före dess.
- Om det var avsiktligt, ingenting. Leaver bevakar hur länge filerna sparas och meddelar den som tar över dem.
`,

  "person-restored": `Ditt Microsoft 365-konto fungerar igen
Hej {reader}!

Du fick tillbaka ditt konto {restored}.

= Fungerar sedan | {restored}
= Ärende | {case}
= Frågor | {contact}

# Det här behöver du göra
- Ditt gamla lösenord gäller inte längre. Du får ett nytt, eller ett tillfälligt åtkomstpass, av it-avdelningen personligen och aldrig i ett mejl. Välj ett eget lösenord första gången du loggar in.
- Registrera dina inloggningsmetoder på nytt, till exempel appen Authenticator.
- Kontrollera e-post, filer och team. En del kan ta en dag att komma tillbaka. Om något saknas därefter, säg till.

Om du inte väntade dig det här mejlet, säg till genast.
`,
};
