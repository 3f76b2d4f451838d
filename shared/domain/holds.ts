import { epochMs, type Instant, instant } from "./ids.ts";
import type { MailboxHolds } from "./ports/holds.ts";
import type { Hindrance, StepInput } from "./step.ts";

/** The longest time that Microsoft documents until a litigation hold is in force (m365-operations 7.2). */
const takesEffectMs = 240 * 60_000;

/** Whether anything keeps the mailbox. What cannot be told counts as a hold. */
export function isHeld({ litigation, others }: MailboxHolds): boolean {
  return litigation !== undefined || others.length > 0;
}

/** From when on the litigation hold certainly is in force; undefined: there is none, or nobody knows since when. */
export function inForceFrom({ litigation }: MailboxHolds): Instant | undefined {
  return litigation?.since === undefined ? undefined : instant(epochMs(litigation.since) + takesEffectMs);
}

/** Holds that stay until somebody ends them: a delay hold ends by itself, and what cannot be told promises nothing. */
const lasting: ReadonlySet<string> = new Set(["ediscovery", "retention", "organisation", "in-place", "label"]);

/**
 * What the holds of the mailbox say about deleting the account now, looked at fresh: an inactive
 * mailbox takes a hold in force and a licence to the end; a plain deletion takes that nothing holds the mailbox.
 */
export async function holdBeforeDeletion(
  input: Pick<StepInput, "leaver" | "tenant" | "settings" | "clock">,
): Promise<Hindrance | undefined> {
  const { leaver, tenant, settings, clock } = input;
  const holds = await tenant.holds.of(leaver.id);
  if (holds === undefined) return undefined;
  if (settings.end !== "inactive-mailbox") return isHeld(holds) ? mailboxIsHeld : undefined;
  if ((await tenant.holds.plan(leaver.id)) === "none") return unlicensed;
  if (holds.litigation === undefined) return holds.others.some(({ kind }) => lasting.has(kind)) ? undefined : notHeld;
  const from = inForceFrom(holds);
  if (from === undefined) return { kind: "person", because: sinceUnknown };
  return from <= clock.now() ? undefined : { kind: "wait", until: from, because: tooEarly(from) };
}

/** Why it is too early, in the words of R-25. */
export function tooEarly(from: Instant): string {
  return `the hold may not be in force before ${from} (R-25)`;
}

const mailboxIsHeld: Hindrance = {
  kind: "person",
  because:
    "A hold, retention policy or label keeps the mailbox, so it would not go with the account: end the hold with those who placed it, then resume; or choose the end with an inactive mailbox (R-35, R-60)",
};
const notHeld: Hindrance = {
  kind: "person",
  because:
    "No hold is seen on the mailbox, and without one its content is lost 30 days after the deletion: place a litigation hold, then resume (R-25, R-27)",
};
const unlicensed: Hindrance = {
  kind: "person",
  because:
    "The mailbox has no licence, and an unlicensed mailbox does not become inactive: give the licence back, then resume (R-27)",
};
/** What a person is told about a hold without a date. */
export const sinceUnknown =
  "The mailbox shows a litigation hold without a date: check in Exchange that it was placed at least 240 minutes ago, lift and place it again if nobody knows, then resume (R-25)";
