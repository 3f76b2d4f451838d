import { Temporal } from "temporal-polyfill";
import type { CaseRecord } from "./case.ts";
import type { NoticeMark } from "./ports/mail.ts";

/** What the mail about a lockout that was seen is found by again. Names stand in the text only. */
export function lockedOutNotice({ caseId }: Pick<CaseRecord, "caseId">): NoticeMark {
  return { noticeId: `${caseId}-locked-out`, subject: "Access to Microsoft 365 has ended" };
}

/** What that mail tells the manager. */
export function lockedOutText(record: CaseRecord, leaverName: string): string {
  const zone = record.departure?.zone ?? "UTC";
  const at = Temporal.Instant.from(record.lockedOutAt ?? record.acceptedAt).toZonedDateTimeISO(zone);
  const when = `${at.toPlainDate()} ${at.toPlainTime().toString({ smallestUnit: "minute" })} (${zone})`;
  return [
    `${leaverName} can no longer sign in to Microsoft 365.`,
    "",
    `Seen and confirmed: ${when}.`,
    "Sign-in is blocked, sessions are revoked, the password is unknown to everybody, mail protocols are closed,",
    "registered sign-in methods are removed and devices are disabled.",
    "",
    "Nothing was deleted. Mail and files are still there; what happens to them follows your organisation's policy.",
    `If this is a mistake, tell your administrator at once and name the case ${record.caseId}.`,
  ].join("\n");
}
