import { z } from "zod";
import { stepRecord } from "../../../shared/domain/case.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { noticeId } from "../../../shared/domain/notices.ts";
import { defineStep } from "../../../shared/domain/step.ts";
import { sendNotice, sendsNotice } from "../../../shared/notices/send-notice.ts";

const Shown = z.object({ noticeId: z.string(), recipient: LeaverId.optional() });

/** Tells the person, in their own mailbox, that the account works again and has a new password (REQ-67, R-68). No secret is in it. */
export const tellRestoredPerson = defineStep({
  name: "tell-restored-person",
  title: "Tell the restored person",
  section: "restore",
  kinds: ["restore"],
  needs: ["enable-account"],
  permissions: ["User.Read.All", "Mail.Send", "Mail.ReadBasic.All"],
  chain: 5,
  ...sendsNotice,
  shows: Shown,

  async observe(input) {
    const { leaver, tenant, steps } = input;
    if (stepRecord(steps, "enable-account")?.state === "skipped")
      return { kind: "not-applicable", because: "the account stays blocked: there is nothing to tell" };
    const id = noticeId(input.case.caseId, "person-restored");
    if (await tenant.mail.wasSent(id)) return { kind: "reached", shown: { noticeId: id } };
    const { mail } = await tenant.directory.contact(leaver.id);
    if (mail === undefined) return { kind: "not-applicable", because: "the person has no mail address" };
    return { kind: "different", shown: { noticeId: id, recipient: leaver.id } };
  },

  async change(input) {
    const { leaver, since } = input;
    await sendNotice({ kind: "person-restored", to: leaver.id, facts: { restored: since } }, input);
  },
});
