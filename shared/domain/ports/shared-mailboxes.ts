import type { LeaverId } from "../ids.ts";

/** `other`: a room, a piece of equipment, or something that Leaver does not know. */
export type MailboxType = "user" | "shared" | "other";

export interface TypedMailbox {
  readonly type: MailboxType;
  /** Mastered in Active Directory: the next sync can turn a type back that was changed here only. */
  readonly masteredOnPremises: boolean;
  readonly hasArchive: boolean;
}

/** Bytes. */
export interface MailboxSizes {
  readonly primary: number;
  /** What was deleted and is kept to be recovered. */
  readonly recoverable: number;
  /** Undefined: there is no archive. */
  readonly archive: number | undefined;
}

/** Types of mailboxes, as Exchange shows them. Same errors as `Directory`. */
export interface SharedMailboxes {
  /** Undefined: the person has no cloud mailbox. */
  find(id: LeaverId): Promise<TypedMailbox | undefined>;
  /** Measured now, as the service counts it: zero where nobody ever opened the mailbox. Undefined: no cloud mailbox. */
  sizesOf(id: LeaverId): Promise<MailboxSizes | undefined>;
  /** Opens the mailbox to others; needs a licence at this moment. */
  makeShared(id: LeaverId): Promise<void>;
  /** For undo. Without a licence the mailbox dies within 30 days afterwards. */
  makePersonal(id: LeaverId): Promise<void>;
}

/** The second, independent way to see a mailbox's type. Same errors as `Directory`. */
export interface MailboxPurposes {
  /** Undefined: the person has no cloud mailbox. */
  of(id: LeaverId): Promise<MailboxType | undefined>;
}
