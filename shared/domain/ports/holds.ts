import type { Instant, LeaverId } from "../ids.ts";

/** A legal hold on a whole mailbox. */
export interface LitigationHold {
  /** When it was placed; undefined: the service does not say. */
  readonly since: Instant | undefined;
  /** For how long each item is kept, in days; undefined: until somebody lifts the hold. */
  readonly days: number | undefined;
}

/**
 * What else keeps a mailbox: `ediscovery` a case, `retention` a policy for this mailbox, `organisation` one for all
 * mailboxes, `in-place` the retired kind (FACT-05), `label` a label on some item, `delay` what stays for a while after a
 * hold was lifted (FACT-19), `unknown` what the service shows and nobody can tell: it counts as a hold.
 */
export const holdKinds = ["ediscovery", "retention", "organisation", "in-place", "label", "delay", "unknown"] as const;

export interface Hold {
  readonly kind: (typeof holdKinds)[number];
  /** As the service names it; undefined where it has no name. */
  readonly id: string | undefined;
}

export interface MailboxHolds {
  /** Id by which Exchange knows the mailbox also without its account. */
  readonly mailbox?: string | undefined;
  readonly litigation: LitigationHold | undefined;
  readonly others: readonly Hold[];
}

/** What the person's licences allow for the mailbox: `none` comes without a mailbox (R-26, FACT-18). */
export type MailPlan = "with-hold" | "without-hold" | "none";

/** Holds of mailboxes. Same errors as `Directory`. */
export interface Holds {
  /** Everything that keeps the mailbox, policies over all mailboxes included; undefined: no cloud mailbox. */
  of(id: LeaverId): Promise<MailboxHolds | undefined>;
  plan(id: LeaverId): Promise<MailPlan>;
  /**
   * What holds do to a mailbox whose account is deleted: they keep it, or they were placed and have no force. It may
   * take a while to show.
   */
  afterDeletion(mailbox: string): Promise<"kept" | "placed" | "none">;
  /**
   * Takes up to 240 minutes until it is in force.
   * @param days for how long each item is kept; undefined: until the hold is lifted
   */
  placeLitigationHold(id: LeaverId, days: number | undefined): Promise<void>;
  /** For undo. The service leaves a delay hold behind. */
  liftLitigationHold(id: LeaverId): Promise<void>;
}
