import { reminderOf } from "../../../shared/domain/announcement.ts";
import { announcementStep } from "../../../shared/notices/announcement-step.ts";

/** Reminds the manager on the morning of the last day. */
export const remindLastDay = announcementStep({
  name: "remind-last-day",
  title: "Remind the manager on the last day",
  announcementOf: (departure) => reminderOf(departure),
});
