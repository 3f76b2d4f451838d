import { z } from "zod";
import { custodianOf } from "../../../shared/domain/custodian.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { noticeId } from "../../../shared/domain/notices.ts";
import { defineStep } from "../../../shared/domain/step.ts";
import { sendNotice, sendsNotice } from "../../../shared/notices/send-notice.ts";

const Shown = z.object({ noticeId: z.string(), recipient: LeaverId.optional() });

/** Tells the custodian that the lockout was seen: the manager, or who stands in for one. */
export const notifyManager = defineStep({
  name: "notify-manager",
  title: "Notify the manager",
  section: "lockout",
  noWayBack: "The mail was sent: tell its reader that the person is back",
  needs: ["confirm-lockout"],
  permissions: ["User.Read.All", "Mail.Send", "Mail.ReadBasic.All"],
  chain: 6,
  ...sendsNotice,
  shows: Shown,

  async observe(input) {
    const id = noticeId(input.case.caseId, "manager-after");
    if (await input.tenant.mail.wasSent(id)) return { kind: "reached", shown: { noticeId: id } };
    const reader = await custodianOf(input);
    if (reader !== undefined) return { kind: "different", shown: { noticeId: id, recipient: reader.id } };
    const because = "nobody to tell: no active manager, and no fallback contact in the policy";
    return { kind: "not-applicable", because };
  },

  async change(input, { recipient }) {
    const { lockedOutAt, acceptedAt, departure } = input.case;
    const ended = lockedOutAt ?? acceptedAt;
    await sendNotice(
      {
        kind: "manager-after",
        to: LeaverId.parse(recipient),
        facts: { ended },
        due: departure?.late ? { at: departure.startAt, lateBecause: "learned-late" } : undefined,
      },
      input,
    );
  },
});
