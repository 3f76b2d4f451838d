import { z } from "zod";
import { NeedsPersonError } from "../../shared/domain/errors.ts";
import { LeaverId } from "../../shared/domain/ids.ts";
import { lockedOutNotice, lockedOutText } from "../../shared/domain/notices.ts";
import type { Contact } from "../../shared/domain/ports/directory.ts";
import { defineStep, type StepInput } from "../../shared/domain/step.ts";

const Shown = z.object({ noticeId: z.string(), recipient: z.string().optional() });

/** Tells the manager that the lockout was seen; without a manager who can be told, the policy's fallback contact. */
export const notifyManager = defineStep({
  name: "notify-manager",
  title: "Notify the manager",
  needs: ["confirm-lockout"],
  permissions: ["User.Read.All", "Mail.Send", "Mail.ReadBasic.All"],
  chain: 6,
  duplicateRisk:
    "A mail whose copy shows in the sender's mailbox later than a minute after a crash is sent twice, with the same x-leaver-notice header.",
  settleMs: 60_000,
  shows: Shown,

  async observe(input) {
    const notice = lockedOutNotice(input.case);
    const { noticeId } = notice;
    if (await input.tenant.mail.wasSent(notice)) return { kind: "reached", shown: { noticeId } };
    const reader = await readerOf(input);
    if (reader !== undefined) return { kind: "different", shown: { noticeId, recipient: reader.id } };
    const because = "nobody to tell: no active manager, and no fallback contact in the policy";
    return { kind: "not-applicable", because };
  },

  async change({ case: record, leaver, tenant }, { recipient }) {
    const [reader, { displayName }] = await Promise.all([
      tenant.directory.contact(LeaverId.parse(recipient)),
      tenant.directory.contact(leaver.id),
    ]);
    if (reader.mail === undefined)
      throw new NeedsPersonError("The contact has lost its mailbox: resume, and another one is looked for");
    await tenant.mail.send({ ...lockedOutNotice(record), to: reader.mail, text: lockedOutText(record, displayName) });
  },
});

async function readerOf({ leaver, tenant, policy }: StepInput): Promise<Contact | undefined> {
  const { managerId } = await tenant.directory.account(leaver.id);
  const fallback = policy.fallbackContact as LeaverId | undefined;
  for (const id of [managerId, fallback]) {
    if (id === undefined || id === leaver.id) continue;
    const contact = await tenant.directory.contact(id);
    if (contact.enabled && contact.mail !== undefined) return contact;
  }
  return undefined;
}
