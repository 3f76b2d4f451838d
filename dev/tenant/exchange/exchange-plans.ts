import { partNumberOf, skus } from "../licences/skus.ts";
import type { Licence, Mailbox, Person } from "../model.ts";
import type { MailboxState } from "./mailbox-state.ts";

/** Exchange's service plans of a licence. */
function exchangePlansOf({ skuId }: Licence): readonly string[] {
  const part = partNumberOf(skuId);
  return part === undefined ? [] : skus[part].plans.map(({ name }) => name).filter((name) => /^EXCHANGE_S_/.test(name));
}

const withMailbox = new Set(["EXCHANGE_S_ENTERPRISE", "EXCHANGE_S_STANDARD", "EXCHANGE_S_DESKLESS"]);

/** Whether the person's licences come with a mailbox. */
export function hasMailboxPlan({ licences }: Person): boolean {
  return licences.flatMap(exchangePlansOf).some((plan) => withMailbox.has(plan));
}

/** Whether a litigation hold may be placed: Plan 2, or Plan 1 with Archiving (FACT-18). */
export function allowsHold({ licences }: Person): boolean {
  const plans = licences.flatMap(exchangePlansOf);
  if (plans.includes("EXCHANGE_S_ENTERPRISE")) return true;
  return plans.includes("EXCHANGE_S_STANDARD") && plans.includes("EXCHANGE_S_ARCHIVE_ADDON");
}

const sharedLimitBytes = 53_687_091_200;

/** Whether the mailbox lives without a licence: shared, at most 50 GB, no archive, no hold (FACT-18). */
export function livesUnlicensed(mailbox: Mailbox, its: MailboxState): boolean {
  if (mailbox.kind !== "SharedMailbox") return false;
  return its.primaryBytes <= sharedLimitBytes && its.archiveBytes === null && its.litigation === null;
}
