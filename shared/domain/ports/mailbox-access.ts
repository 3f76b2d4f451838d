import type { LeaverId } from "../ids.ts";

/** `full-access` opens the mailbox; the others send in its name, openly or not. */
export const mailboxRights = ["full-access", "send-as", "send-on-behalf"] as const;
export type MailboxRight = (typeof mailboxRights)[number];

/** A right of one person on what belongs to another, by object id. */
export interface HeldRight {
  readonly owner: LeaverId;
  readonly right: MailboxRight;
}

/** How many others have which right on a mailbox, by entries of its own. */
export type Delegates = Readonly<Record<MailboxRight, number>>;

/** Rights of one person on the mailboxes of others, given by name and not through a group. Same errors as `Directory`. */
export interface MailboxAccess {
  /**
   * Which of these rights the grantee has on these mailboxes. An owner without a mailbox gives none. At most four calls
   * for each owner.
   */
  rightsOn(
    owners: readonly LeaverId[],
    grantee: LeaverId,
    rights: readonly MailboxRight[],
  ): Promise<readonly HeldRight[]>;
  /** Granting again changes nothing. Full access also shows the mailbox in the grantee's Outlook. */
  grant(held: HeldRight, grantee: LeaverId): Promise<void>;
  /** A right that is not there is no error. */
  revoke(held: HeldRight, grantee: LeaverId): Promise<void>;
  /** In whose name the person may send, mailboxes and groups: the one right that can be asked backwards. */
  canSendAs(grantee: LeaverId): Promise<readonly LeaverId[]>;
  /** Who else gets at this person's mailbox. Undefined: no cloud mailbox. */
  delegatesOf(owner: LeaverId): Promise<Delegates | undefined>;
  /** Owners of all mailboxes, sorted. One call for a thousand. */
  everyOwner(): Promise<readonly LeaverId[]>;
}
