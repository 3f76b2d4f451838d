import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { noticeBook } from "../../functions/settings/notices.ts";
import { noticeKinds } from "../../shared/domain/notices.ts";
import { fileFaults } from "../../shared/notices/check-files.ts";
import { renderNotice } from "../../shared/notices/render-notice.ts";
import { sampleOf, sampleReader } from "../../shared/notices/samples.ts";
import { builtInFiles } from "../../shared/notices/texts/built-in-files.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "leaver-notices-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text: string | Uint8Array) => writeFileSync(join(folder, name), text);
const book = (more: Readonly<Record<string, string>> = {}) => noticeBook({ NOTICE_TEMPLATES: folder, ...more });
const builtIn = (name: string) => builtInFiles.get(name) ?? "";
const secondIn = (language: string, from = book()) =>
  renderNotice(sampleOf("custodian-second", true), { ...sampleReader, language }, from);

test("a file of one's own takes the place of the built-in one, and of no other", () => {
  put("custodian-second.de.txt", "\uFEFFLetzte Warnung\r\nDaten von {leaver}\r\nenden am {endsDay}.\r\n");

  expect(secondIn("de").subject).toBe("Letzte Warnung");
  expect(secondIn("de").text).toContain("Daten von Alex Wilber enden am Sonntag, 31. Mai 2026.");
  expect(secondIn("en").text).toContain("will be deleted in 7 days");
});

test("a layout of one's own cannot switch escaping off", () => {
  put("layout.html", builtIn("layout.html").replaceAll("{{ block.text }}", "{{ block.text | raw }}"));
  const notice = { ...sampleOf("custodian-second"), leaver: "<b>x</b>" };
  expect(renderNotice(notice, { ...sampleReader, language: "en" }, book()).html).not.toContain("<b>x</b>");
});

test("every built-in file may lie in the folder, beside what tools leave there", () => {
  for (const [name, text] of builtInFiles) put(name, text);
  put(".DS_Store", "x");
  expect(secondIn("nb", book())).toEqual(secondIn("nb", noticeBook({})));
});

test("whom readers ask, and the language of those whose own is unknown, can be set", () => {
  const chosen = book({ NOTICE_CONTACT: "Helpdesk, +47 00 00 00 00", NOTICE_LANGUAGE: "nb" });
  expect(secondIn("pl-PL", chosen).text).toContain("Spørsmål: Helpdesk, +47 00 00 00 00");
  expect(() => book({ NOTICE_LANGUAGE: "no" })).toThrow("Setting NOTICE_LANGUAGE: must be one of en, sv, nb");
  expect(() => book({ NOTICE_FORMAT: "rtf" })).toThrow("Setting NOTICE_FORMAT: must be html or text");
  expect(() => book({ NOTICE_CONTACT: "a\nb" })).toThrow("Setting NOTICE_CONTACT: must be one line");
});

test("the documentation names every placeholder of every notice, and which of them must be there", () => {
  const rows = readFileSync(new URL("../../docs/mails.md", import.meta.url), "utf8").matchAll(
    /^\| (`.*) \| (.*\{.*) \|$/gm,
  );
  const documented = [...rows].flatMap(([, kinds = "", names = ""]) =>
    [...kinds.matchAll(/[a-z-]+/g)].map(([kind]) => ({ kind, names: [...names.matchAll(/(\**)`(\{\w+\})`/g)] })),
  );
  expect(documented.map(({ kind }) => kind)).toEqual([...noticeKinds]);

  for (const { kind, names } of documented) {
    const faults = (left?: string) => {
      const text = names.map(([, , name]) => name).filter((name) => name !== left);
      return fileFaults(new Map([[`${kind}.en.txt`, `Subject\n{reader} {contact} ${text.join(" ")}`]]));
    };
    expect(faults()).toEqual([]);
    for (const [, bold, name = ""] of names) expect(faults(name).length, `${kind} ${name}`).toBe(bold ? 1 : 0);
  }
});

describe("the start is refused", () => {
  const second = "custodian-second.de.txt";
  test.each([
    ["a file that nothing uses", "custodian-third.de.txt", "x\ny", ":1: is none of the files"],
    ["a language that is not written", "frame.pl.txt", "= a | b", ":1: is none of the files"],
    ["no text", second, "Betreff\n", ":1: has a subject and no text"],
    ["no subject", second, "\n{leaver} {ends}", ":1: needs a subject on the first line"],
    ["a name in the subject", second, "Daten von {leaver}\n{leaver} {ends}", ":1: a subject holds no placeholders"],
    [
      "a subject that Exchange would cut",
      second,
      `${"s".repeat(121)}\n{leaver} {ends}`,
      ":1: a subject has at most 120",
    ],
    ["REQ-45: no end in the second notice", second, "Betreff\nDaten von {leaver}", ":1: does not say {ends}"],
    [
      "a placeholder that does not exist",
      second,
      "Betreff\n\n{leaver} {ends}\n\n- {leavr}",
      ":5: there is no {leavr} here",
    ],
    ["a fact of another notice", second, "Betreff\n{leaver} {ends} {instruction}", ":2: there is no {instruction}"],
    [
      "an open brace",
      second,
      "Betreff\n\n{leaver}\nendet {ends",
      ":4: is no ICU message: expect argument closing brace",
    ],
    ["a plural without other", second, "Betreff\n{leaver} {ends} {daysLeft, plural, one {x}}", ":2: is no ICU message"],
    ["a text as a date", second, "Betreff\n{leaver} {ends, date}", ":2: cannot be written with the values"],
    ["a table line without a value", second, "Betreff\n{leaver} {ends}\n= Daten", ":3: expects lines such as"],
    ["a missing sentence", "frame.de.txt", "= contact | IT", ":1: lacks the sentence reference"],
    ["a sentence without its value", "frame.en.txt", builtIn("frame.en.txt").replace("{reference}", ""), "{reference}"],
    ["a layout without the text", "layout.html", "<html>{{ subject }}</html>", ":1: does not show blocks"],
    [
      "a layout without lateness",
      "layout.txt",
      builtIn("layout.txt").replaceAll("{{ late }}", ""),
      "does not show late",
    ],
    ["a layout with an open tag", "layout.html", "<p>\n{% if late %}", ":2: tag {% if late %} not closed"],
    ["a layout with an unknown value", "layout.html", "<p>\n{{ password }}", ":2: undefined variable: password"],
    ["a layout with an unknown filter", "layout.txt", "{{ subject | shell }}", ":1: undefined filter: shell"],
    ["a layout that reads files", "layout.html", "{% include '/etc/passwd' %}", 'tag "include" not found'],
    ["a layout that never ends", "layout.txt", "{% for i in (1..100000000) %}{% endfor %}", "limit exceeded"],
    ["a file that is too large", second, "x".repeat(32_769), ": is larger than 32768 bytes"],
    ["a file in another encoding", second, new Uint8Array([0xc4, 0x0a]), ": is no text in UTF-8"],
  ])("for %s", (_, name, text, because) => {
    put(name, text);
    expect(() => book()).toThrow(because);
    expect(() => book()).toThrow(`Setting NOTICE_TEMPLATES: ${name}`);
  });

  test("with all faults at once, and for a folder that is not there", () => {
    put(second, "x");
    put("layout.html", "{% if %}");
    expect(() => book()).toThrow(/custodian-second.de.txt:1: .*; layout.html:1: /);
    expect(() => noticeBook({ NOTICE_TEMPLATES: join(folder, "none") })).toThrow("names no folder that can be read");
  });
});
