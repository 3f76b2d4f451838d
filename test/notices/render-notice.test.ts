import { describe, expect, test } from "vitest";
import { textOfHtml } from "../../dev/tenant/control/text-of-html.ts";
import { instant } from "../../shared/domain/ids.ts";
import { noticeKinds } from "../../shared/domain/notices.ts";
import type { NoticeContent } from "../../shared/domain/ports/mail.ts";
import { Language } from "../../shared/notices/language.ts";
import { builtInBook } from "../../shared/notices/notice-book.ts";
import { renderNotice } from "../../shared/notices/render-notice.ts";
import { sampleOf } from "../../shared/notices/samples.ts";

const everyText = Language.options.flatMap((language) => noticeKinds.map((kind) => [language, kind] as const));

const second = (about: Partial<NoticeContent<"custodian-second">> = {}): NoticeContent<"custodian-second"> => ({
  kind: "custodian-second",
  noticeId: "case-0123456789abcdefghij-custodian-second",
  facts: { ends: instant(Date.UTC(2026, 4, 31, 22)) },
  leaver: "Alex Wilber",
  sentAt: instant(Date.UTC(2026, 4, 24, 22)),
  ...about,
});
const read = (notice: NoticeContent, language?: string, timeZone = "Europe/Berlin", name = "Maria Keller") =>
  renderNotice(notice, { name, language, timeZone });

describe("every text", () => {
  test.each(everyText)("in %s about %s says in HTML what it says as text, late or not", (language, kind) => {
    for (const late of [false, true]) {
      const { html, text } = read(sampleOf(kind, late), language);
      expect(wordsOf(textOfHtml(html))).toEqual(wordsOf(text));
      expect(text).not.toMatch(/[{}]|undefined|null|NaN/);
      expect(html).toMatch(/^<!doctype html>\n<html lang="/);
    }
  });

  test.each(everyText)("in %s about %s has the same placeholders as in English", (language, kind) => {
    const names = (of: Language) =>
      new Set(builtInBook.wording(kind, of).messages.flatMap((message) => [...message.names]));
    expect(names(language)).toEqual(names("en"));
  });

  test.each(everyText)("in %s about %s has a subject without a name, a day or a line break", (language, kind) => {
    const { subject } = read({ ...sampleOf(kind), leaver: "Xaver\r\nBcc: x@y.example" }, language);
    expect(subject).toBe(read(sampleOf(kind), language).subject);
    expect(subject).not.toMatch(/Xaver|Wilber|Keller|2026|[\r\n]/);
    expect(subject.length).toBeLessThanOrEqual(120);
  });

  test("loads nothing, runs nothing and watches nobody", () => {
    for (const [language, kind] of everyText) {
      const { html } = read(sampleOf(kind), language);
      expect(html).not.toMatch(/<(img|script|link|iframe|form|object)\b|url\(|@import|src=/i);
    }
  });

  test("differs from the English one", () => {
    for (const [language, kind] of everyText.filter(([of]) => of !== "en"))
      expect(read(sampleOf(kind), language).subject).not.toBe(read(sampleOf(kind), "en").subject);
  });
});

describe("dates", () => {
  test.each([
    ["de-DE", "Europe/Berlin", "am Montag, 1. Juni 2026 um 00:00 (Mitteleuropäische Sommerzeit)"],
    ["en-US", "America/New_York", "on Sunday, May 31, 2026 at 6:00 PM (Eastern Daylight Time)"],
    ["nb-NO", "Europe/Oslo", "mandag 1. juni 2026 kl. 00:00 (sentraleuropeisk sommertid)"],
    ["en-IN", "Asia/Kolkata", "on Monday, 1 June 2026 at 3:30 am (India Standard Time)"],
  ])("REQ-45: %s in %s reads %s", (language, zone, written) => {
    expect(read(second(), language, zone).text).toContain(written);
  });

  test("the same end is a winter time in another month", () => {
    const winter = second({ facts: { ends: instant(Date.UTC(2026, 0, 31, 22)) } });
    expect(read(winter, "de").text).toContain("Samstag, 31. Januar 2026 um 23:00 (Mitteleuropäische Normalzeit)");
  });
});

describe("plurals", () => {
  test.each([
    [7, "will be deleted in 7 days"],
    [1, "will be deleted tomorrow"],
    [0, "will be deleted today"],
  ])("REQ-45: %i days before the end: %s", (days, written) => {
    const sentAt = instant(Date.UTC(2026, 4, 31 - days, 20));
    expect(read(second({ sentAt }), "en", "UTC").text).toContain(written);
  });

  test("after the end the second notice says so, and asks for nothing that is too late", () => {
    const { text } = read(second({ sentAt: instant(Date.UTC(2026, 5, 3)) }), "en");
    expect(text).toContain("were deleted on Monday");
    expect(text).not.toMatch(/will be deleted|Copy/);
  });

  test.each([
    [1, "comes one day late"],
    [40, "comes 40 days late"],
  ])("%i days of lateness: %s, and why", (days, written) => {
    const { text, html } = read(second({ late: { days, because: "stood-still" } }), "en");
    expect(text).toContain(`This notice ${written}, because Leaver, or a service that it needs, was down.`);
    expect(html).toContain(written);
  });
});

describe("hostile values", () => {
  const hostile = [
    "<script>alert(1)</script>",
    "{leaver} {n, plural, other {x}}",
    "{{ subject | raw }}{% for i in (1..9) %}x{% endfor %}",
    `"><a href='javascript:alert(1)'>`,
    "'{' &amp; &#60;b&#62;",
  ];

  test.each(hostile)("the name %s is a text and nothing else", (name) => {
    const { html, text } = read(second({ leaver: name }), "fr", "UTC", name);
    expect(text).toContain(name);
    expect(textOfHtml(html)).toContain(name);
    expect(html).not.toMatch(/<script|<a href='|xxxx/);
    expect(html.match(/<h1/g)).toHaveLength(1);
  });

  test("a name with line breaks and signs that turn the direction becomes one line", () => {
    const { text } = read(second({ leaver: "Eve\r\n\u202egnp.exe\u2028\u0000 Doe" }), "en");
    expect(text).toContain("OneDrive files of Eve gnp.exe Doe will be");
    expect(text).not.toMatch(/[\u202e\u2028\0]/);
  });

  test("a name written from right to left stays within its place", () => {
    expect(read(second({ leaver: "דנה לוי" }), "en").text).toContain("files of \u2068דנה לוי\u2069 will be");
  });

  test("a name without end is cut", () => {
    expect(read(second({ leaver: "x".repeat(5_000) }), "en").text).not.toContain("x".repeat(120));
  });

  test("only an https address becomes a link", () => {
    const link = (files: string) =>
      read(second({ facts: { ...second().facts, files } })).html.match(/<a href="([^"]*)"/)?.[1];
    expect(link("https://a.example/x?b=1&c=2")).toBe("https://a.example/x?b=1&amp;c=2");
    for (const files of ["javascript:alert(1)", "https://a b", "http://a.example", 'data:text/html,"'])
      expect(link(files)).toBeUndefined();
  });
});

test("what is not known is left out, with the sentence around it", () => {
  const { text } = read(
    { ...sampleOf("custodian-first"), ...{ caseId: undefined }, facts: { ...second().facts } },
    "en",
  );
  expect(text).not.toMatch(/Mailbox|Where they are|Case|reminded once/);
  expect(read(second({ leaver: undefined }), "de").text).toContain("von (Name nicht mehr bekannt)");
});

test("a repetition carries the same reference, another notice another one", () => {
  const reference = (notice: NoticeContent) => read(notice, "en").text.match(/Reference (\w+)\./)?.[1];
  expect(reference(second())).toMatch(/^[0-9a-f]{12}$/);
  expect(reference(second())).toBe(reference(second({ sentAt: instant(0) })));
  expect(reference(second())).not.toBe(reference(second({ noticeId: "another" })));
});

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s:]+/).filter((word) => !["", "!", "-", "--"].includes(word));
}
