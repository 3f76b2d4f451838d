import type { Instant, LeaverId, SourceName } from "../ids.ts";

/**
 * Something about an account of the directory, told by a notification or by a delta query. `account.changed` may be anything,
 * a deletion too, because Graph tells of one as of an update; `account.deleted` is in the bin, `account.purged` is
 * gone for good. Whichever it says, the account is looked at before anything follows from it.
 */
export interface AccountEvent {
  readonly source: SourceName;
  readonly kind: "account.changed" | "account.deleted" | "account.purged";
  readonly leaverId: LeaverId;
  readonly by: "notification" | "delta";
  readonly receivedAt: Instant;
}

/** What Graph says about the subscription itself (section 5.5). */
export interface SubscriptionEvent {
  readonly source: SourceName;
  readonly kind: "subscription.reauthorize" | "subscription.removed" | "subscription.missed";
  readonly receivedAt: Instant;
}

export type DirectoryEvent = AccountEvent | SubscriptionEvent;
