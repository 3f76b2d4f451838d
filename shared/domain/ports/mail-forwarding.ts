import type { LeaverId } from "../ids.ts";

/** One target of a forwarding, without its address. */
export interface ForwardingTarget {
  /** Object id in this organisation; undefined: nobody here has that address. */
  readonly id: LeaverId | undefined;
  /** Mail leaves the organisation: an address outside, a guest, a mail contact, a mail user. */
  readonly external: boolean;
}

/** Forwarding of a whole mailbox; rules of its inbox are another matter. */
export interface Forwarding {
  /** Set as a recipient, which administrators do. It wins over `address`. */
  readonly recipient: ForwardingTarget | undefined;
  /** Set as an address, which people do for themselves. */
  readonly address: ForwardingTarget | undefined;
  readonly keepsCopy: boolean;
}

export interface NewForwarding {
  readonly to: LeaverId;
  /** As an address only to give back what was so before. */
  readonly as: "recipient" | "address";
  readonly keepsCopy: boolean;
}

/** What kind of target somebody is for forwarded mail (REQ-26, R-41). `other`: a group, a public folder. */
export type RecipientKind = "mailbox" | "shared-mailbox" | "external" | "other";

/** Same errors as `Directory`. */
export interface MailForwarding {
  /** Undefined: the person has no cloud mailbox. */
  of(id: LeaverId): Promise<Forwarding | undefined>;
  /** Undefined: nobody whom mail could be sent to. */
  kindOf(id: LeaverId): Promise<RecipientKind | undefined>;
  /** One target, and no other. */
  forward(id: LeaverId, forwarding: NewForwarding): Promise<void>;
  stop(id: LeaverId): Promise<void>;
}
