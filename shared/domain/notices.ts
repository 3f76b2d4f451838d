import type { CaseId, Instant } from "./ids.ts";

/** Every notice there is. The word before the dash says who reads it, or what it is about. */
export const noticeKinds = [
  "manager-before",
  "manager-last-day",
  "manager-after",
  "custodian-first",
  "custodian-second",
  "hold-placed",
  "hold-lifted",
  "case-parked",
  "deleted-elsewhere",
  "person-restored",
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** The end of somebody's files, as the custodian is told. */
interface EndOfFiles {
  /** When the files are deleted. */
  readonly ends: Instant;
  /** Address of the files. It may hold a name: read fresh, never put on the ledger. */
  readonly files?: string | undefined;
}

/** What a notice of each kind tells, besides whom it is about. No names: they are read when the mail is made. */
export interface NoticeFacts {
  /** Ahead of the last day. `ends`: when access ends. */
  readonly "manager-before": { readonly ends: Instant };
  /** On the last day, before access ends. */
  readonly "manager-last-day": { readonly ends: Instant };
  /** The lockout was seen. */
  readonly "manager-after": { readonly ended: Instant };
  /** The reader can open the leaver's files, and they will be deleted (REQ-43). `mailboxEnds`: if the mail goes too. */
  readonly "custodian-first": EndOfFiles & {
    readonly secondNotice: Instant;
    readonly mailboxEnds?: Instant | undefined;
  };
  /** Seven days before the end (REQ-45). */
  readonly "custodian-second": EndOfFiles;
  /** Deletion stands still (REQ-50, R-35). `since`: when the hold was seen. */
  readonly "hold-placed": { readonly since: Instant };
  /** Deletion goes on, on a new day. `since`: when it was seen that no hold is left. */
  readonly "hold-lifted": { readonly since: Instant; readonly ends: Instant };
  /** A person has to act. `instruction` is what the case says, in English and without personal data. */
  readonly "case-parked": { readonly since: Instant; readonly steps: number; readonly instruction: string };
  /** Somebody deleted the account outside Leaver. `restorableUntil`: the directory's bin keeps it until then. */
  readonly "deleted-elsewhere": { readonly deleted: Instant; readonly restorableUntil: Instant };
  /** The account works again; goes to the person (REQ-67, R-68). */
  readonly "person-restored": { readonly restored: Instant };
}

/**
 * Why a notice comes after its time: Leaver or a service stood still, or it learned too late what the notice is about.
 */
export type LateBecause = "stood-still" | "learned-late";

/**
 * Names one notice of a case. A repetition has the same id; a notice that is really another one says so by its occasion,
 * for example the day that it names.
 *
 * @param occasion lower-case letters, digits and dashes; no personal data
 */
export function noticeId(caseId: CaseId, kind: NoticeKind, occasion?: string): string {
  return [caseId, kind, ...(occasion === undefined ? [] : [occasion])].join("-");
}
