import type { LeaverId } from "../ids.ts";

/** A rule of an inbox, without what it looks for, which may be personal. */
export interface InboxRule {
  readonly id: string;
  readonly enabled: boolean;
  /** How many recipients it sends mail on to. */
  readonly forwardsTo: number;
  /** How many of them are outside the organisation, or cannot be told. */
  readonly outside: number;
}

/** Rules of inboxes, hidden ones and those of clients included, without the service's own two. Same errors as `Directory`. */
export interface InboxRules {
  /** Undefined: no cloud mailbox. */
  of(id: LeaverId): Promise<readonly InboxRule[] | undefined>;
  /** Removes these rules; one that is gone already counts as removed. Rules that a client keeps are lost with it. */
  remove(id: LeaverId, ruleIds: readonly string[]): Promise<void>;
}
