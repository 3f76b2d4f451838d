import {
  Announced,
  announcementAhead,
  dueOf,
  lookForAnnouncement,
  unannounced,
} from "../../../shared/domain/announcement.ts";
import { LeaverId } from "../../../shared/domain/ids.ts";
import { defineStep } from "../../../shared/domain/step.ts";
import { sendNotice } from "../../../shared/notices/send-notice.ts";

const name = "announce-last-day";

/** Tells the manager some days ahead when access ends, while there is time to settle who takes over (R-43 for who that is). */
export const announceLastDay = defineStep({
  name,
  title: "Announce the last day to the manager",
  section: "announce",
  beforeStart: true,
  noWayBack: "The mail was sent: tell its reader that the person stays",
  permissions: ["User.Read.All", "Mail.Send", "Mail.ReadBasic.All"],
  chain: 6,
  duplicateRisk:
    "A mail whose copy shows in the sender's mailbox later than a minute after a crash is sent twice, with the same x-leaver-notice header.",
  settleMs: 60_000,
  // A few days late is better than never.
  outageMs: 7 * 86_400_000,
  shows: Announced,

  leftOut: unannounced,

  async observe(input) {
    const { departure } = input.case;
    if (departure === undefined) return { kind: "not-applicable", because: "nobody said yet which day is the last" };
    return await lookForAnnouncement(announcementAhead(departure, input.settings.announceDays), name, input);
  },

  async change(input, { recipient }) {
    const { departure } = input.case;
    if (departure === undefined) return;
    const announcement = announcementAhead(departure, input.settings.announceDays);
    const { kind, occasion } = announcement;
    await sendNotice(
      {
        kind,
        occasion,
        to: LeaverId.parse(recipient),
        facts: { ends: departure.startAt },
        due: dueOf(announcement, name, input),
      },
      input,
    );
  },
});
