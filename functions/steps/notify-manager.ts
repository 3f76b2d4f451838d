import { z } from "zod";
import type { LeaverId } from "../../shared/domain/ids.ts";
import { lockedOutNotice, lockedOutText } from "../../shared/domain/notices.ts";
import type { Contact } from "../../shared/domain/ports/directory.ts";
import { defineStep, type StepInput } from "../../shared/domain/step.ts";

const Shown = z.object({ noticeId: z.string(), recipient: z.string() });

/** Tells the manager that the lockout was seen; without a manager who can be told, the policy's fallback contact. */
export const notifyManager = defineStep({
  name: "notify-manager",
  title: "Notify the manager",
  needs: ["confirm-lockout"],
  permissions: ["User.Read.All", "Mail.Send", "Mail.ReadBasic.All"],
  chain: 5,
  duplicateRisk:
    "A mail whose copy shows in the sender's mailbox later than a minute after a crash is sent twice, with the same x-leaver-notice header.",
  settleMs: 60_000,
  shows: Shown,

  async observe(input) {
    const reader = await readerOf(input);
    if (reader === undefined) {
      return {
        kind: "not-applicable",
        because: "nobody to tell: no active manager, and no fallback contact in the policy",
      };
    }
    const notice = lockedOutNotice(input.case);
    const sent = await input.tenant.mail.wasSent(notice);
    return { kind: sent ? "reached" : "different", shown: { noticeId: notice.noticeId, recipient: reader.id } };
  },

  async change(input) {
    const [reader, leaver] = await Promise.all([readerOf(input), input.tenant.directory.contact(input.leaver.id)]);
    if (reader?.mail === undefined) return;
    await input.tenant.mail.send({
      ...lockedOutNotice(input.case),
      to: reader.mail,
      text: lockedOutText(input.case, leaver.displayName),
    });
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
