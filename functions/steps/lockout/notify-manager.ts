import { z } from "zod";
import { custodianOf } from "../../../shared/domain/custodian.ts";
import { NeedsPersonError } from "../../../shared/domain/errors.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { lockedOutNotice, lockedOutText } from "../../../shared/domain/notices.ts";
import { defineStep } from "../../../shared/domain/step.ts";

const Shown = z.object({ noticeId: z.string(), recipient: z.string().optional() });

/** Tells the custodian that the lockout was seen: the manager, or who stands in for one. */
export const notifyManager = defineStep({
  name: "notify-manager",
  title: "Notify the manager",
  section: "lockout",
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
    const reader = await custodianOf(input);
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
