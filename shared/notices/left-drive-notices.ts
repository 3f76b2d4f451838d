import { noticeId } from "../domain/notices.ts";
import type { RetentionClocks } from "../domain/retention-clocks.ts";
import type { RetentionMemory } from "../domain/retention-memory.ts";
import { type DueNotice, secondNoticeAt } from "../domain/retention-notices.ts";
import type { StepInput } from "../domain/step.ts";
import { sendNotice } from "./send-notice.ts";

/** Whether this notice about a OneDrive that is left went out, as the sender's mailbox shows it. */
export function wasTold({ kind, occasion }: DueNotice, { case: { caseId }, tenant }: StepInput): Promise<boolean> {
  return tenant.mail.wasSent(noticeId(caseId, kind, occasion));
}

/**
 * Sends one notice about a OneDrive that is left.
 *
 * @param files address of the files, read now; undefined where nobody can open them any more
 */
export async function tell(
  { kind, occasion, to, due, lateBecause, ends }: DueNotice,
  { memory, clocks }: { readonly memory: RetentionMemory; readonly clocks: RetentionClocks },
  files: string | undefined,
  input: StepInput,
): Promise<void> {
  const order = { occasion, to, due: { at: due, lateBecause } };
  const { heldSince, liftedAt } = memory;
  if (kind === "hold-placed" && heldSince !== undefined)
    await sendNotice({ ...order, kind, facts: { since: heldSince } }, input);
  if (ends === undefined) return;
  if (kind === "hold-lifted" && liftedAt !== undefined)
    await sendNotice({ ...order, kind, facts: { since: liftedAt, ends } }, input);
  if (kind === "custodian-second") await sendNotice({ ...order, kind, facts: { ends, files } }, input);
  if (kind === "custodian-first") {
    const facts = { ends, files, secondNotice: secondNoticeAt(ends), mailboxEnds: clocks.mailboxUntil };
    await sendNotice({ ...order, kind, facts }, input);
  }
}
