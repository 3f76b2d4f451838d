import type { ExchangeBook } from "./exchange-book.ts";
import type { MailboxState } from "./mailbox-state.ts";

/** Documented longest time until a litigation hold takes effect. */
const takesEffectMs = 240 * 60_000;

/** `:1` deletes only; a minus excludes; the rest retains (m365-operations 7.1). */
export const retains = (hold: string): boolean => !hold.startsWith("-") && !hold.endsWith(":1");

/** Whether the service really keeps the mailbox at this moment, whatever reads show. */
export function isKept(book: ExchangeBook, its: MailboxState, at: number): boolean {
  if (its.litigation !== null && its.litigation.at + takesEffectMs <= at) return true;
  if (its.inPlaceHolds.some(retains) || its.complianceTag || its.delayHold || its.delayReleaseHold) return true;
  const excluded = its.inPlaceHolds.filter((hold) => hold.startsWith("-")).map((hold) => hold.slice(1).split(":")[0]);
  return book.organisationHolds.some((hold) => retains(hold) && !excluded.includes(hold.split(":")[0]));
}
