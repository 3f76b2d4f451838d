import type { CaseId, Instant } from "../ids.ts";
import type { LateBecause, NoticeFacts, NoticeKind } from "../notices.ts";

/** What a notice tells. Holds names: made right before it is sent, and kept nowhere. */
export interface NoticeContent<Kind extends NoticeKind = NoticeKind> {
  readonly kind: Kind;
  /** The same for every repetition of the same notice. */
  readonly noticeId: string;
  readonly facts: NoticeFacts[Kind];
  /** Whom it is about; undefined when the directory does not know any more. */
  readonly leaver: string | undefined;
  readonly caseId?: CaseId | undefined;
  readonly sentAt: Instant;
  /** Whole days after its time, when it is late. */
  readonly late?: { readonly days: number; readonly because: LateBecause } | undefined;
}

/** How a reader reads. */
export interface ReadingHabits {
  /** As the directory has it, for example `nb-NO`; undefined when it says nothing. */
  readonly language: string | undefined;
  /** IANA name. */
  readonly timeZone: string;
}

/** One notice to one reader. */
export interface Notice extends NoticeContent {
  readonly to: { readonly address: string; readonly name: string } & ReadingHabits;
}

/** Outgoing mail. Same errors as `Directory`. */
export interface Mail {
  /** Whether the sender's mailbox shows this notice as sent. A fresh send may take a moment to appear. */
  wasSent(noticeId: string): Promise<boolean>;
  /** Writes the notice for its reader and hands it over. Accepted is not delivered. A repeated call sends a second mail (P3). */
  send(notice: Notice): Promise<void>;
}
