import { Announced, dueOf, lookForAnnouncement, reminderOf, unannounced } from "../../../shared/domain/announcement.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { defineStep } from "../../../shared/domain/step.ts";
import { sendNotice } from "../../../shared/notices/send-notice.ts";

const name = "remind-last-day";

/** Reminds the manager on the morning of the last day. */
export const remindLastDay = defineStep({
  name,
  title: "Remind the manager on the last day",
  section: "announce",
  beforeStart: true,
  noWayBack: "The mail was sent: tell its reader that the person stays",
  permissions: ["User.Read.All", "Mail.Send", "Mail.ReadBasic.All"],
  chain: 6,
  duplicateRisk:
    "A mail whose copy shows in the sender's mailbox later than a minute after a crash is sent twice, with the same x-leaver-notice header.",
  settleMs: 60_000,
  shows: Announced,

  leftOut: unannounced,

  async observe(input) {
    const { departure } = input.case;
    if (departure === undefined) return { kind: "not-applicable", because: "nobody said yet which day is the last" };
    return await lookForAnnouncement(reminderOf(departure), name, input);
  },

  async change(input, { recipient }) {
    const { departure } = input.case;
    if (departure === undefined) return;
    const reminder = reminderOf(departure);
    const { kind, occasion } = reminder;
    await sendNotice(
      {
        kind,
        occasion,
        to: LeaverId.parse(recipient),
        facts: { ends: departure.startAt },
        due: dueOf(reminder, name, input),
      },
      input,
    );
  },
});
