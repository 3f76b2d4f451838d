import type { Texts } from "./texts.ts";

export const de: Texts = {
  frame: `= late-stood-still | Diese Mitteilung kommt {days, plural, one {einen Tag} other {# Tage}} zu spät, weil Leaver oder ein Dienst, den es braucht, stillstand.
= late-learned-late | Diese Mitteilung kommt {days, plural, one {einen Tag} other {# Tage}} zu spät, weil Leaver zu spät davon erfahren hat.
= automatic | Diese E-Mail kommt von Leaver, dem Programm, mit dem Ihre Organisation Konten beendet.
= reference | Kennung {reference}. Eine zweite E-Mail mit derselben Kennung wiederholt diese nur.
= contact | Ihre IT-Administration
= somebody | (Name nicht mehr bekannt)
`,

  "manager-before": `Der Zugang zu Microsoft 365 endet demnächst
Guten Tag {reader},

{leaver} scheidet aus. Der Zugang zu Microsoft 365 endet am {ends}.

= Person | {leaver}
= Zugang endet | {ends}
= Vorgang | {case}
= Fragen an | {contact}

# Was Sie bis dahin tun müssen
- Klären Sie mit {leaver}, wer offene Arbeiten übernimmt, und sorgen Sie dafür, dass andere an die nötigen Dateien kommen.
- Prüfen Sie das Datum. Ist es falsch oder bleibt diese Person, melden Sie das vorher.

# Was dann geschieht
Die Anmeldung wird gesperrt, offene Sitzungen enden und Geräte werden ausgesperrt. Gelöscht wird dabei nichts. Sobald nachgesehen ist, dass es gewirkt hat, bekommen Sie eine E-Mail.
`,

  "manager-last-day": `Letzter Tag: Der Zugang zu Microsoft 365 endet
Guten Tag {reader},

Dies ist der letzte Arbeitstag von {leaver}. Der Zugang zu Microsoft 365 endet am {ends}.

= Person | {leaver}
= Zugang endet | {ends}
= Vorgang | {case}
= Fragen an | {contact}

# Was Sie bis dahin tun müssen
- Sorgen Sie dafür, dass offene Arbeiten und Geräte übergeben sind.
- Bleibt diese Person, melden Sie das vorher. Danach muss der Zugang Schritt für Schritt zurückgegeben werden.
`,

  "manager-after": `Der Zugang zu Microsoft 365 ist beendet
Guten Tag {reader},

{leaver} kann sich nicht mehr bei Microsoft 365 anmelden. Das wurde am {ended} nachgesehen und bestätigt.

= Person | {leaver}
= Zugang beendet | {ended}
= Vorgang | {case}
= Fragen an | {contact}

# Was getan wurde
Die Anmeldung ist gesperrt, Sitzungen sind widerrufen, das Kennwort ist niemandem bekannt, die Protokolle für E-Mail sind geschlossen, registrierte Anmeldemethoden sind entfernt und Geräte sind deaktiviert.

Gelöscht wurde nichts. E-Mails und Dateien sind noch da; was damit geschieht, bestimmen die Regeln Ihrer Organisation.

# Was Sie tun müssen
Nichts. Ist es ein Irrtum, melden Sie das sofort und nennen Sie den Vorgang.
`,

  "custodian-first": `Sie können die Dateien einer ausgeschiedenen Person öffnen
Guten Tag {reader},

Sie können jetzt die OneDrive-Dateien von {leaver} öffnen. Sie werden am {ends} gelöscht.

= Dateien von | {leaver}
= Wo sie liegen | {files}
= Dateien werden gelöscht | {ends}
= Postfach wird gelöscht | {mailboxEnds}
= Vorgang | {case}
= Fragen an | {contact}

# Was Sie bis dahin tun müssen
- Sehen Sie die Dateien durch und kopieren Sie, was Ihre Organisation braucht, an einen Ort Ihres Teams.
- Lassen Sie private Dateien, wo sie sind. Sie werden mit den übrigen gelöscht.
- Gibt es einen Grund, die Dateien länger aufzubewahren, etwa einen rechtlichen, melden Sie das rechtzeitig. Nur eine Löschsperre hält das Löschen auf.

Sie werden einmal erinnert, am {secondNoticeDay}.
`,

  "custodian-second": `Erinnerung: Löschung der Dateien einer ausgeschiedenen Person
Guten Tag {reader},

{over, select, yes {die OneDrive-Dateien von {leaver} wurden am {ends} gelöscht. Diese Erinnerung hätte vorher kommen sollen.} other {{daysLeft, plural, =0 {heute werden die OneDrive-Dateien von {leaver} gelöscht} one {morgen werden die OneDrive-Dateien von {leaver} gelöscht} other {in # Tagen werden die OneDrive-Dateien von {leaver} gelöscht}}: am {ends}. Eine weitere Erinnerung gibt es nicht.}}

= Dateien von | {leaver}
= Wo sie liegen | {files}
= Löschung der Dateien | {ends}
= Vorgang | {case}
= Fragen an | {contact}

# Was Sie tun müssen
- {over, select, yes {Braucht Ihre Organisation noch etwas davon, melden Sie das sofort. Die Administration kann die Dateien noch eine begrenzte Zeit zurückholen.} other {Kopieren Sie vorher, was Ihre Organisation noch braucht, an einen Ort Ihres Teams.}}
- {over, select, yes {} other {Gibt es einen Grund, die Dateien länger aufzubewahren, melden Sie das sofort. Nur eine Löschsperre hält das Löschen auf.}}

{over, select, yes {} other {Wenn Sie alles kopiert haben, ist nichts mehr zu tun.}}
`,

  "hold-placed": `Das Löschen ist ausgesetzt
Guten Tag {reader},

für Daten von {leaver} gilt eine Löschsperre. Solange sie besteht, werden diese Daten nicht gelöscht.

= Person | {leaver}
= Löschsperre gesehen | {since}
= Vorgang | {case}
= Fragen an | {contact}

Löschtermine, die Ihnen früher genannt wurden, gelten nicht mehr. Microsoft schickt Ihnen vielleicht weiterhin E-Mails mit einem solchen Termin: Solange die Löschsperre besteht, gilt auch er nicht.

# Was Sie tun müssen
- Vorerst nichts. Bitte löschen und ändern Sie auch selbst nichts an diesen Daten.
- Besteht keine Löschsperre mehr, erfahren Sie den neuen Termin, bevor etwas gelöscht wird.
`,

  "hold-lifted": `Das Löschen geht weiter
Guten Tag {reader},

für die Daten von {leaver} gilt keine Löschsperre mehr. Was davon noch da ist, wird am {ends} gelöscht.

= Person | {leaver}
= Ohne Löschsperre gesehen | {since}
= Daten werden gelöscht | {ends}
= Vorgang | {case}
= Fragen an | {contact}

# Was Sie bis dahin tun müssen
- Kopieren Sie, was Ihre Organisation noch braucht, an einen Ort Ihres Teams.
- Gibt es einen anderen Grund, die Daten aufzubewahren, melden Sie das sofort. Nur eine Löschsperre hält das Löschen auf.
`,

  "case-parked": `Ein Austritt braucht Sie
Guten Tag {reader},

{steps, plural, one {ein Schritt} other {# Schritte}} des Vorgangs {case} {steps, plural, one {kommt} other {kommen}} ohne einen Menschen nicht weiter. Was nicht davon abhängt, geht inzwischen voran.

= Vorgang | {case}
= Wartet seit | {since}
= Anweisung (englisch) | {instruction}

# Was Sie tun müssen
- Tun Sie, was oben steht.
- Setzen Sie den Vorgang dann auf der Betriebsseite fort. Der Schritt sieht noch einmal nach, bevor er etwas ändert.
`,

  "deleted-elsewhere": `Ein Konto wurde außerhalb von Leaver gelöscht
Guten Tag {reader},

das Konto von {leaver} wurde am {deleted} gelöscht, und nicht von Leaver. Es lässt sich bis {restorableUntil} wiederherstellen. Danach sind Konto und Postfach endgültig verloren.

= Person | {leaver}
= Gelöscht | {deleted}
= Wiederherstellbar bis | {restorableUntil}
= Vorgang | {case}

# Was Sie tun müssen
- War es ein Versehen, lassen Sie das Konto vorher durch Leaver wiederherstellen.
- War es gewollt, nichts. Leaver verfolgt, wie lange Dateien noch aufbewahrt werden, und benachrichtigt, wer sie übernimmt.
`,

  "person-restored": `Ihr Konto bei Microsoft 365 ist wieder in Betrieb
Guten Tag {reader},

Ihr Konto wurde Ihnen am {restored} zurückgegeben.

= In Betrieb seit | {restored}
= Vorgang | {case}
= Fragen an | {contact}

# Was Sie tun müssen
- Ihr altes Kennwort gilt nicht mehr. Ein neues oder einen befristeten Zugriffspass bekommen Sie von Ihrer IT-Administration persönlich, nie per E-Mail. Wählen Sie bei der ersten Anmeldung ein eigenes Kennwort.
- Registrieren Sie Ihre Anmeldemethoden neu, zum Beispiel die Authenticator-App.
- Prüfen Sie E-Mails, Dateien und Teams. Manches kann einen Tag brauchen, bis es wieder da ist. Fehlt dann noch etwas, melden Sie das.

Haben Sie diese E-Mail nicht erwartet, melden Sie das sofort.
`,
};
