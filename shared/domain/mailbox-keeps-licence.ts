import type { MailboxSizes, MailboxType } from "./ports/shared-mailboxes.ts";

/** The most that a shared mailbox holds without a licence: 50 GB in bytes (FACT-18). */
export const unlicensedLimitBytes = 53_687_091_200;

/** What must be known of a mailbox before its licence goes or its account does. Undefined: it could not be seen. */
export interface MailboxFacts {
  /** As Exchange shows it; `none`: there is no cloud mailbox. */
  readonly type: MailboxType | "none" | undefined;
  /** As Graph shows it, independently of Exchange. */
  readonly purpose: MailboxType | "none" | undefined;
  readonly sizes: MailboxSizes | undefined;
  /** Any hold, policy or label that keeps content, over this mailbox or over all. */
  readonly held: boolean | undefined;
  readonly forwards: boolean | undefined;
}

/**
 * Why this mailbox must keep its licence, each reason with its rule; none: the licence may go. Whatever could not be
 * seen counts against the removal.
 */
export function mailboxKeepsLicence(facts: MailboxFacts): readonly string[] {
  if (facts.type === "none") return [];
  const shared = facts.type === "shared" && facts.purpose === "shared";
  return [...(shared ? [] : unshared(facts)), ...tooLarge(facts.sizes), ...hold(facts.held)];
}

/** Why the size of a mailbox alone keeps its licence, once it is shared. */
export function tooLarge(sizes: MailboxSizes | undefined): readonly string[] {
  if (sizes === undefined) return ["its size could not be measured (R-30)"];
  const over = sizes.primary > unlicensedLimitBytes;
  return [
    ...(over ? ["a shared mailbox over 50 GB needs Exchange Online Plan 2 (R-29, REQ-23, FACT-18)"] : []),
    ...(sizes.archive === undefined
      ? []
      : ["a shared mailbox with an archive needs Exchange Online Plan 2 (R-29, FACT-18)"]),
  ];
}

function unshared({ forwards }: MailboxFacts): readonly string[] {
  const dies = [
    "it was not seen as shared on both ways, and a user mailbox dies 30 days after its licence (R-28, R-36, REQ-53)",
  ];
  if (forwards === false) return dies;
  return [
    ...dies,
    "it forwards, or may do so, and a user mailbox stops forwarding without a licence (R-40, REQ-25, FACT-01)",
  ];
}

function hold(held: boolean | undefined): readonly string[] {
  if (held === false) return [];
  if (held === undefined) return ["it could not be seen whether it is on hold, which counts as held (R-29, R-35)"];
  return ["a mailbox on hold keeps its licence: what an unlicensed held one does is disputed (R-29, FACT-11, FACT-18)"];
}

/**
 * Why the account behind this mailbox must not be deleted: it carries a shared or a forwarding mailbox (REQ-27, R-37,
 * FACT-02). Whatever could not be seen counts against the deletion.
 */
export function anchorsMailbox({ type, purpose, forwards }: MailboxFacts): readonly string[] {
  if (type === "none") return [];
  const shared = type !== "user" || purpose !== "user";
  return [
    ...(shared
      ? ["its mailbox is shared, or was not seen as a person's own: deleting the account deletes it (R-37)"]
      : []),
    ...(forwards === false
      ? []
      : ["its mailbox forwards, or may do so: deleting the account ends that (R-37, REQ-27)"]),
  ];
}
