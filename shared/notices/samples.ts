import { CaseId, type Instant, instant } from "../domain/ids.ts";
import { type NoticeFacts, type NoticeKind, noticeId } from "../domain/notices.ts";
import type { NoticeContent } from "../domain/ports/mail.ts";

const caseId = CaseId.parse("case-0123456789abcdefghij");
const at = (month: number, date: number, hour = 8): Instant => instant(Date.UTC(2026, month - 1, date, hour));

const facts: NoticeFacts = {
  "manager-before": { ends: at(3, 31, 16) },
  "manager-last-day": { ends: at(3, 31, 16) },
  "manager-after": { ended: at(3, 31, 16) },
  "custodian-first": {
    ends: at(5, 30, 22),
    secondNotice: at(5, 23, 22),
    files: "https://contoso-my.sharepoint.com/personal/alex_wilber_contoso_com",
    mailboxEnds: at(5, 30, 22),
  },
  "custodian-second": {
    ends: at(5, 30, 22),
    files: "https://contoso-my.sharepoint.com/personal/alex_wilber_contoso_com",
  },
  "hold-placed": { since: at(5, 12) },
  "hold-lifted": { since: at(6, 15), ends: at(6, 22, 22) },
  "case-parked": {
    since: at(3, 31, 17),
    steps: 2,
    instruction: "Disable the account in the on-premises directory, then resume",
  },
  "deleted-elsewhere": { deleted: at(4, 2), restorableUntil: at(5, 2) },
  "person-restored": { restored: at(4, 7) },
};

/** When each sample goes out: on a day on which it makes sense. */
const sentAt: Readonly<Record<NoticeKind, Instant>> = {
  "manager-before": at(3, 17),
  "manager-last-day": at(3, 31),
  "manager-after": at(3, 31, 16),
  "custodian-first": at(4, 30),
  "custodian-second": at(5, 23, 22),
  "hold-placed": at(5, 12),
  "hold-lifted": at(6, 15),
  "case-parked": at(3, 31, 17),
  "deleted-elsewhere": at(4, 2),
  "person-restored": at(4, 7),
};

/** A notice of this kind with everything that such a notice can tell, for previews and to check texts with. */
export function sampleOf(kind: NoticeKind, late = false): NoticeContent {
  return {
    kind,
    noticeId: noticeId(caseId, kind),
    facts: facts[kind],
    leaver: "Alex Wilber",
    caseId,
    sentAt: sentAt[kind],
    ...(late && { late: { days: 3, because: "stood-still" } }),
  };
}

/** Somebody who reads it. */
export const sampleReader = { name: "Maria Keller", timeZone: "Europe/Berlin" };
