/** One mail to one reader. */
export interface Notice {
  /** The same for every repetition of the same notice; it goes out as a header and can be searched for. */
  readonly noticeId: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Outgoing mail. Same errors as `Directory`. */
export interface Mail {
  /** Whether the sender's mailbox shows this notice as sent. A fresh send may take a moment to appear. */
  wasSent(noticeId: string): Promise<boolean>;
  /** Hands the notice over. Accepted is not delivered. A repeated call sends a second mail (P3). */
  send(notice: Notice): Promise<void>;
}
