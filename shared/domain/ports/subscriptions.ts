import type { Instant } from "../ids.ts";

/** A subscription of the app to changes of all users, as Graph has it. */
export interface Subscription {
  readonly id: string;
  readonly expiresAt: Instant;
  readonly notificationUrl: string;
}

/** What a new subscription is made of. */
export interface WantedSubscription {
  readonly notificationUrl: string;
  readonly lifecycleUrl: string;
  /** What notifications are recognised by: a secret of at most 128 characters. Graph never gives it back. */
  readonly clientState: string;
  readonly expiresAt: Instant;
}

/** Subscriptions at Graph (section 5.1). All methods throw `TryLaterError` and `NeedsPersonError`. */
export interface Subscriptions {
  /** Those of the app to changes of all users, its other deployments' too. */
  list(): Promise<readonly Subscription[]>;
  /** Both addresses are called while this call waits: they have to answer the handshake. */
  create(wanted: WantedSubscription): Promise<Subscription>;
  /** Extends the life, and authorizes anew where that was asked for. @returns `gone` when Graph does not know it any more */
  renew(id: string, expiresAt: Instant): Promise<"renewed" | "gone">;
  /** One that is gone already is no error. */
  remove(id: string): Promise<void>;
}

/** The subscription that Leaver knows of: its notifications are taken. */
export interface KeptSubscription {
  readonly id: string;
  /** SHA-256 of the `clientState`, hex: the secret itself is kept by Graph only. */
  readonly secretHash: string;
  readonly notificationUrl: string;
  readonly madeAt: Instant;
  /** When its life was extended last, or when it was made. */
  readonly renewedAt: Instant;
  readonly expiresAt: Instant;
}

/** One row: so a subscription that was made anew cannot be confused with the one before it (section 5.1). */
export interface SubscriptionState {
  readonly current?: KeptSubscription | undefined;
  /** Somebody is making one: its notifications may come before its id is known here. */
  readonly making?: { readonly secretHash: string; readonly at: Instant } | undefined;
}

/** Keeps that row. Throws `TryLaterError` when storage does not answer. */
export interface SubscriptionStore {
  /** `etag`: undefined while there is no row. */
  read(): Promise<{ readonly state: SubscriptionState; readonly etag: string | undefined }>;
  /** @returns the new ETag; `lost` when somebody else wrote the row since it was read */
  write(state: SubscriptionState, etag: string | undefined): Promise<{ readonly etag: string } | "lost">;
  /** When a notification was last dealt with, to within {@link heardToleranceMs}. */
  heardAt(): Promise<Instant | undefined>;
  heard(at: Instant): Promise<void>;
}

/** A notification within this time of the one before is not noted again, in milliseconds: one write less for each. */
export const heardToleranceMs = 5 * 60_000;
