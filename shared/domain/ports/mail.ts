/** One mail to one reader. */
export interface Notice {
  /** The same for every repetition of the same notice. It goes out as a header, and at the end of the subject. */
  readonly noticeId: string;
  readonly to: string;
  /** Readable by everybody who sees a list of mails: no names. */
  readonly subject: string;
  readonly text: string;
}

/** What a notice is found by again: it can be said before, and without, writing the mail. */
export type NoticeMark = Pick<Notice, "noticeId" | "subject">;

/** Outgoing mail. Same errors as `Directory`. */
export interface Mail {
  /** Whether the sender's mailbox shows this notice as sent. A fresh send may take a moment to appear. */
  wasSent(notice: NoticeMark): Promise<boolean>;
  /** Hands the notice over. Accepted is not delivered. A repeated call sends a second mail (P3). */
  send(notice: Notice): Promise<void>;
}
