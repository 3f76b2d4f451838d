import { Announced, type Announcement, dueOf, lookForAnnouncement, unannounced } from "../domain/announcement.ts";
import { LeaverId } from "../domain/ids.ts";
import { defineStep, type Step, type StepInput } from "../domain/step.ts";
import { sendNotice, sendsNotice } from "./send-notice.ts";

type Departure = NonNullable<StepInput["case"]["departure"]>;

/** A step that tells the manager of the last day while the case waits for it. Another day is another announcement. */
export function announcementStep({
  name,
  announcementOf,
  ...given
}: {
  readonly name: string;
  readonly title: string;
  readonly announcementOf: (departure: Departure, input: StepInput) => Announcement;
  readonly outageMs?: number;
}): Step {
  return defineStep({
    name,
    section: "announce",
    beforeStart: true,
    noWayBack: "The mail was sent: tell its reader that the person stays",
    permissions: ["User.Read.All", "Mail.Send", "Mail.ReadBasic.All"],
    chain: 6,
    ...sendsNotice,
    ...given,
    shows: Announced,

    leftOut: unannounced,

    async observe(input) {
      const { departure } = input.case;
      if (departure === undefined) return { kind: "not-applicable", because: "nobody said yet which day is the last" };
      return await lookForAnnouncement(announcementOf(departure, input), name, input);
    },

    async change(input, { recipient }) {
      const { departure } = input.case;
      if (departure === undefined) return;
      const announcement = announcementOf(departure, input);
      const { kind, occasion } = announcement;
      const due = dueOf(announcement, name, input);
      const facts = { ends: departure.startAt };
      await sendNotice({ kind, occasion, to: LeaverId.parse(recipient), facts, due }, input);
    },
  });
}
