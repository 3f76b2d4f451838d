import { NeedsPersonError, NotFoundError } from "../domain/errors.ts";
import { epochMs, type Instant, type LeaverId } from "../domain/ids.ts";
import { type LateBecause, type NoticeFacts, type NoticeKind, noticeId } from "../domain/notices.ts";
import type { Contact } from "../domain/ports/directory.ts";
import type { StepInput } from "../domain/step.ts";
import { zoneOf } from "./zone-of.ts";

type Input = Pick<StepInput, "tenant" | "policy" | "clock"> & {
  readonly case: Pick<StepInput["case"], "caseId" | "leaverId" | "departure">;
};

/** Which notice goes to whom. */
export interface NoticeOrder<Kind extends NoticeKind> {
  readonly kind: Kind;
  /** What tells it from another notice of the same kind in the same case, for example the day that it names. */
  readonly occasion?: string | undefined;
  readonly to: LeaverId;
  readonly facts: NoticeFacts[Kind];
  /** When it should have gone out: a day or more later it is marked as late. */
  readonly due?: { readonly at: Instant; readonly lateBecause: LateBecause } | undefined;
}

const dayMs = 86_400_000;

/** What every step that sends a notice says of its repetition (P3). */
export const sendsNotice = {
  duplicateRisk:
    "A mail whose copy shows in the sender's mailbox later than a minute after a crash is sent twice, with the same x-leaver-notice header.",
  settleMs: 60_000,
};

/** Whether this notice went out, as the sender's mailbox shows it. Needs no reader and no text. */
export async function wasNoticeSent(
  { kind, occasion }: Pick<NoticeOrder<NoticeKind>, "kind" | "occasion">,
  input: { readonly case: Pick<StepInput["case"], "caseId">; readonly tenant: Pick<StepInput["tenant"], "mail"> },
): Promise<boolean> {
  return await input.tenant.mail.wasSent(noticeId(input.case.caseId, kind, occasion));
}

/**
 * Sends a notice in the reader's language and zone. Both names are read now and kept nowhere.
 *
 * @throws {NeedsPersonError} the reader has no mailbox any more; otherwise as `Directory`
 */
export async function sendNotice<Kind extends NoticeKind>(order: NoticeOrder<Kind>, input: Input): Promise<void> {
  const { case: record, tenant, policy, clock } = input;
  const [reader, leaver] = await Promise.all([
    tenant.directory.contact(order.to),
    order.to === record.leaverId ? undefined : nameOf(record.leaverId, input),
  ]);
  const address = reader.mail;
  const now = clock.now();
  if (address === undefined)
    throw new NeedsPersonError("The reader of the notice has no mailbox any more: name somebody else, then resume");
  await tenant.mail.send({
    kind: order.kind,
    noticeId: noticeId(record.caseId, order.kind, order.occasion),
    facts: order.facts,
    leaver: leaver ?? (order.to === record.leaverId ? reader.displayName : undefined),
    caseId: record.caseId,
    sentAt: now,
    late: lateness(order.due, now),
    to: {
      address,
      name: reader.displayName,
      language: reader.preferredLanguage,
      timeZone: zoneOf(reader, policy, record.departure?.zone),
    },
  });
}

/** Of an account that lives, or lies in the bin. */
async function nameOf(id: LeaverId, { tenant }: Pick<Input, "tenant">): Promise<string | undefined> {
  try {
    return filled(await tenant.directory.contact(id));
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
    return await tenant.deletedAccounts.displayName(id);
  }
}

function filled({ displayName }: Contact): string | undefined {
  return displayName.trim() === "" ? undefined : displayName;
}

function lateness(due: NoticeOrder<NoticeKind>["due"], now: Instant) {
  if (due === undefined) return undefined;
  const days = Math.floor((epochMs(now) - epochMs(due.at)) / dayMs);
  return days < 1 ? undefined : { days, because: due.lateBecause };
}
