import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { textOfHtml } from "../../dev/tenant/control/text-of-html.ts";
import { deleteUser, purgeUser } from "../../dev/tenant/deletion/changes.ts";
import { NeedsPersonError } from "../../shared/domain/errors.ts";
import { CaseId, epochMs, instant } from "../../shared/domain/ids.ts";
import { Policy } from "../../shared/domain/policy.ts";
import { type NoticeOrder, sendNotice, wasNoticeSent } from "../../shared/notices/send-notice.ts";
import { localTenant } from "../adapters/graph/local-tenant.ts";

let local: Awaited<ReturnType<typeof localTenant>>;
beforeAll(async () => {
  local = await localTenant({ grantedPermissions: ["User.Read.All", "Mail.Send", "Mail.ReadBasic.All"] });
});
beforeEach(() => {
  local.tenant.state.mails.length = 0;
});
afterAll(async () => {
  expect(local.tenant.unhandled()).toEqual([]);
  await local.tenant.close();
});

const caseId = CaseId.parse("case-0123456789abcdefghij");
const now = instant(Date.UTC(2026, 4, 24, 22));
const ends = instant(Date.UTC(2026, 4, 31, 22));
const daysAgo = (days: number) => instant(epochMs(now) - days * 86_400_000);

const input = (leaver = "anna") => ({
  case: { caseId, leaverId: local.idOf(leaver), departure: undefined },
  tenant: local,
  policy: Policy.parse({ sites: { Wien: "Europe/Vienna" }, defaultZone: "Europe/Oslo" }),
  clock: { now: () => now },
});
const second = (to: string, more: Partial<NoticeOrder<"custodian-second">> = {}) =>
  ({ kind: "custodian-second", to: local.idOf(to), facts: { ends }, ...more }) as const;

function speaks(who: string, preferredLanguage: string): void {
  const person = local.tenant.state.person(who);
  person.facts = { ...person.facts, preferredLanguage };
}

function onlyMail() {
  const { mails } = local.tenant.state;
  expect(mails).toHaveLength(1);
  const [mail] = mails;
  return { ...mail, text: textOfHtml(mail?.content ?? "") };
}

test("REQ-45: a reader gets it in the language of the directory and the zone of the office", async () => {
  speaks("petra", "de-AT");
  await sendNotice(second("petra"), input());

  const { to, subject, text, headers } = onlyMail();
  expect(to).toEqual(["petra.moser@kestrel.example"]);
  expect(subject).toMatch(/^Erinnerung: .* \[[0-9a-f]{12}\]$/);
  expect(text).toContain("Guten Tag Petra Moser");
  expect(text).toContain("Dateien von Anna Albrecht");
  expect(text).toContain("Montag, 1. Juni 2026 um 00:00");
  expect(headers).toEqual([{ name: "x-leaver-notice", value: `${caseId}-custodian-second` }]);
});

test("a reader without a language gets English, in the zone of the country", async () => {
  await sendNotice(second("oskar"), input());
  expect(onlyMail().text).toContain("on Sunday, May 31, 2026 at 11:00 PM (Irish Standard Time)");
});

test("it is found again by its kind and occasion, whatever the reader's language is then", async () => {
  const of = (occasion?: string) => wasNoticeSent({ kind: "custodian-second", occasion }, input());
  expect(await of("2026-05-31")).toBe(false);
  await sendNotice(second("petra", { occasion: "2026-05-31" }), input());
  speaks("petra", "fr");

  expect(await of("2026-05-31")).toBe(true);
  expect(await of("2026-06-30")).toBe(false);
  expect(await of()).toBe(false);
});

test.each([
  [40, "This notice comes 40 days late, because Leaver was told late."],
  [1, "This notice comes one day late, because Leaver was told late."],
])("%i days after its time it says so", async (days, written) => {
  await sendNotice(second("oskar", { due: { at: daysAgo(days), lateBecause: "learned-late" } }), input());
  expect(onlyMail().text).toContain(written);
});

test("hours after its time it says nothing of it", async () => {
  await sendNotice(second("oskar", { due: { at: daysAgo(0.9), lateBecause: "stood-still" } }), input());
  expect(onlyMail().text).not.toContain("late, because");
});

test("REQ-64: the name of somebody in the directory's bin is known, of somebody who is gone for good it is not", async () => {
  const { state } = local.tenant;
  deleteUser(state, state.person("clara"), "hand");
  await sendNotice(second("oskar"), input("clara"));
  expect(onlyMail().text).toContain("The OneDrive files of Clara Nguyen");

  purgeUser(state, state.person("clara"));
  state.mails.length = 0;
  await sendNotice(second("oskar", { occasion: "gone" }), input("clara"));
  expect(onlyMail().text).toContain("The OneDrive files of (name no longer known)");
});

test("REQ-67: a restored person is told, in the second person and with nobody else's name", async () => {
  const restored = { kind: "person-restored", to: local.idOf("anna"), facts: { restored: now } } as const;
  await sendNotice(restored, input("anna"));
  const { to, text } = onlyMail();
  expect(to).toEqual(["anna.albrecht@kestrel.example"]);
  expect(text).toContain("Your old password no longer works.");
});

test("a reader without a mailbox needs a person, and the message names nobody", async () => {
  const sending = sendNotice(second("george"), input());
  await expect(sending).rejects.toBeInstanceOf(NeedsPersonError);
  await expect(sending).rejects.not.toThrow(/george|mbeki/i);
  expect(local.tenant.state.mails).toEqual([]);
});
