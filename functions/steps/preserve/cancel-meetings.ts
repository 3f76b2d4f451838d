import { z } from "zod";
import { epochMs, Instant, instant } from "../../../shared/domain/ids.ts";
import { defineStep, type StepInput } from "../../../shared/domain/step.ts";

const Shown = z.object({
  /** Meetings with others that the leaver organises; a series counts once. */
  meetings: z.number().int(),
  until: Instant,
});

const dayMs = 86_400_000;

/**
 * Cancels the meetings that the leaver organises with others, after they were counted. The mailbox sends the
 * cancellations itself: so before conversion, licence removal and deletion. There is no way back.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/remove-calendarevents
 */
export const cancelMeetings = defineStep({
  name: "cancel-meetings",
  title: "Cancel the meetings",
  section: "preserve",
  after: ["block-sign-in"],
  permissions: ["Exchange.ManageAsApp", "Calendars.ReadBasic"],
  chain: 4,
  noWayBack: "The cancellations were sent: the person invites to the meetings again",
  destructive: true,
  // The cmdlet may run so long after its answer was given up.
  settleMs: 15 * 60_000,
  shows: Shown,

  leftOut({ settings }) {
    return settings.mailbox.cancelMeetings ? undefined : "The policy keeps the meetings";
  },

  async observe(input) {
    const { leaver, tenant, clock } = input;
    const until = endOf(input);
    const meetings = await tenant.calendars.organisedMeetings(leaver.id, { from: clock.now(), until });
    if (meetings === undefined) return { kind: "not-applicable", because: "the leaver has no cloud mailbox" };
    const because = `${meetings} meetings are in the calendar`;
    return { kind: meetings === 0 ? "reached" : "different", shown: { meetings, until }, because };
  },

  async change({ leaver, tenant, clock }, { until }) {
    await tenant.calendars.cancelMeetings(leaver.id, { from: clock.now(), until });
  },
});

/** Set once, when the change is announced: otherwise every day a meeting would come into view. By whole days, as they are cancelled. */
function endOf({ before, clock, settings }: StepInput): Instant {
  const now = epochMs(clock.now());
  const set = Shown.safeParse(before).data?.until;
  if (set !== undefined && epochMs(set) > now) return set;
  return instant((Math.floor(now / dayMs) + settings.mailbox.meetingWindowDays) * dayMs);
}
