import { z } from "zod";

const text = z.string();
const Moment = z.number();

const LitigationHold = z.object({
  at: Moment,
  /** Days; null: unlimited. */
  days: z.number().nullable(),
  owner: text,
  comment: text,
});

/** A rule of the inbox. Recipients as Exchange shows them: `"Name" [EX:…]` inside, `"Name" [SMTP:…]` outside. */
const InboxRule = z.object({
  /** RuleIdentity: digits, more than a number can hold. */
  id: text,
  name: text,
  enabled: z.boolean(),
  /** Kept by a client, and lost for good with the rules blob. */
  clientSide: z.boolean(),
  hidden: z.boolean(),
  forwardTo: z.array(text),
  redirectTo: z.array(text),
  forwardAsAttachmentTo: z.array(text),
});
export type InboxRule = z.infer<typeof InboxRule>;

/** An entry of the calendar. A series has every `everyDays` days an instance, `count` of them. */
const CalendarEvent = z.object({
  id: text,
  start: Moment,
  minutes: z.number(),
  everyDays: z.number().nullable(),
  count: z.number(),
  organised: z.boolean(),
  /** Addresses, without the organiser. */
  attendees: z.array(text),
  subject: text,
});
export type CalendarEvent = z.infer<typeof CalendarEvent>;

const AutoReply = z.object({
  state: z.enum(["Disabled", "Enabled", "Scheduled"]),
  internal: text,
  external: text,
  audience: z.enum(["None", "Known", "All"]),
});
export type AutoReply = z.infer<typeof AutoReply>;

/**
 * What became of a mailbox: `disconnected` without licence, `inactive` held when its account was deleted, `soft-deleted`
 * otherwise. `licensed`: at that moment.
 */
const Life = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("active") }),
  z.object({ kind: z.literal("disconnected"), since: Moment }),
  z.object({ kind: z.literal("inactive"), since: Moment }),
  z.object({ kind: z.literal("soft-deleted"), since: Moment, licensed: z.boolean() }),
  z.object({ kind: z.literal("purged"), since: Moment }),
]);
export type Life = z.infer<typeof Life>;

/** Everything of a mailbox but what identifies it, its type and its protocols, which are in `Mailbox`. */
export const MailboxState = z.object({
  life: Life,
  litigation: LitigationHold.nullable(),
  /** As Get-Mailbox lists them: `UniH…`, `mbx…:2`, `-mbx…`. */
  inPlaceHolds: z.array(text),
  /** Some item carries a label that retains it. */
  complianceTag: z.boolean(),
  delayHold: z.boolean(),
  delayReleaseHold: z.boolean(),
  primaryBytes: z.number(),
  recoverableBytes: z.number(),
  /** Null: there is no archive. */
  archiveBytes: z.number().nullable(),
  hidden: z.boolean(),
  /** Object id of the recipient. */
  forwardingAddress: text.nullable(),
  /** With `smtp:`. */
  forwardingSmtpAddress: text.nullable(),
  deliverToMailboxAndForward: z.boolean(),
  fullAccess: z.array(z.object({ userId: text, autoMapping: z.boolean() })),
  /** Object ids. */
  sendAs: z.array(text),
  sendOnBehalf: z.array(text),
  autoReply: AutoReply,
  rules: z.array(InboxRule),
  events: z.array(CalendarEvent),
});
export type MailboxState = z.infer<typeof MailboxState>;

const gigabyte = 1024 ** 3;

/** An ordinary mailbox. */
export function usualMailbox(): MailboxState {
  return {
    life: { kind: "active" },
    litigation: null,
    inPlaceHolds: [],
    complianceTag: false,
    delayHold: false,
    delayReleaseHold: false,
    primaryBytes: 4 * gigabyte,
    recoverableBytes: gigabyte / 2,
    archiveBytes: null,
    hidden: false,
    forwardingAddress: null,
    forwardingSmtpAddress: null,
    deliverToMailboxAndForward: false,
    fullAccess: [],
    sendAs: [],
    sendOnBehalf: [],
    autoReply: { state: "Disabled", internal: "", external: "", audience: "None" },
    rules: [],
    events: [],
  };
}
