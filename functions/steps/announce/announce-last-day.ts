import { announcementAhead } from "../../../shared/domain/announcement.ts";
import { announcementStep } from "../../../shared/notices/announcement-step.ts";

/** Tells the manager some days ahead when access ends, while there is time to settle who takes over (R-43 for who that is). */
export const announceLastDay = announcementStep({
  name: "announce-last-day",
  title: "Announce the last day to the manager",
  // A few days late is better than never.
  outageMs: 7 * 86_400_000,
  announcementOf: (departure, { settings }) => announcementAhead(departure, settings.announceDays),
});
