import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { type Departure, stepRecord } from "./case.ts";
import { custodianOf } from "./custodian.ts";
import { departureInstant } from "./departure.ts";
import { type Instant, instant, LeaverId } from "./ids.ts";
import { noticeId } from "./notices.ts";
import type { Risk } from "./risk.ts";
import type { Observation, StepInput } from "./step.ts";

/** What a step that announces the last day shows. */
export const Announced = z.object({ noticeId: z.string(), recipient: LeaverId.optional() });
export type Announced = z.infer<typeof Announced>;

/** A notice to the manager before access ends. */
export interface Announcement {
  readonly kind: "manager-before" | "manager-last-day";
  /** The last working day: a notice about another day is another notice. */
  readonly occasion: string;
  /** When it goes out. */
  readonly at: Instant;
  /** From then on it is too late for it. */
  readonly until: Instant;
}

const usualDays = 14;
const morning = "08:00";

/** Ahead of the last day: so many days before access ends, at the same time of day at the site. */
export function announcementAhead(departure: Departure, days = usualDays): Announcement {
  const { startAt, zone } = departure;
  const ends = Temporal.Instant.from(startAt).toZonedDateTimeISO(zone);
  const at = instant(ends.subtract({ days }).epochMilliseconds);
  const reminder = morningOf(departure);
  const until = reminder < startAt ? reminder : startAt;
  return { kind: "manager-before", occasion: lastDayOf(departure), at, until };
}

/** On the last working day: at eight in the morning at the site. */
export function reminderOf(departure: Departure): Announcement {
  const { startAt } = departure;
  return { kind: "manager-last-day", occasion: lastDayOf(departure), at: morningOf(departure), until: startAt };
}

function morningOf(departure: Departure): Instant {
  return departureInstant({ ...departure, timeOfDay: morning });
}

function lastDayOf(departure: Departure): string {
  return Temporal.Instant.from(morningOf(departure)).toZonedDateTimeISO(departure.zone).toPlainDate().toString();
}

const tooLate = "it is too late to announce the last day";

/** Nobody is parked for a notice: the last day comes all the same. */
const nobodyTold: Risk = {
  rule: "R-43",
  what: "Nobody was told of the last day: no active manager up to five levels, and no fallback contact in the policy. Tell whoever takes over",
};

/** Whether an announcement was seen sent; before its time nothing is read. */
export async function lookForAnnouncement(
  { kind, occasion, at, until }: Announcement,
  step: string,
  input: StepInput,
): Promise<Observation<Announced>> {
  const { caseId, startedAt } = input.case;
  const shown = { noticeId: noticeId(caseId, kind, occasion) };
  const now = input.clock.now();
  if (startedAt === undefined && now < at)
    return { kind: "different", shown, lookAgainAt: at, because: "its time has not come" };
  if (await input.tenant.mail.wasSent(shown.noticeId)) return { kind: "reached", shown };
  if (startedAt !== undefined || now >= until) {
    const intent = stepRecord(input.steps, step)?.intent;
    if (intent?.accepted) return { kind: "different", shown, because: "not visible in the sender's mailbox yet" };
    // A mail whose answer was lost may still show.
    if (intent !== undefined && intent.leaseUntil > now)
      return { kind: "different", shown, lookAgainAt: intent.leaseUntil, because: "it may have been sent" };
    return { kind: "not-applicable", because: tooLate };
  }
  const reader = await custodianOf(input);
  if (reader !== undefined) return { kind: "different", shown: { ...shown, recipient: reader.id } };
  const because = "nobody to tell: no active manager, and no fallback contact in the policy";
  return { kind: "not-applicable", because, shown: { risks: [nobodyTold] } };
}

/** When it should have gone out. Late is told as such: the step was ready only after that, or Leaver stood still. */
export function dueOf({ at }: Announcement, step: string, { steps }: StepInput) {
  const readyAt = stepRecord(steps, step)?.readyAt;
  const isLearnedLate = readyAt !== undefined && readyAt > at;
  return { at, lateBecause: isLearnedLate ? "learned-late" : "stood-still" } as const;
}

/** Why nobody is told before: asked when the plan is made. */
export function unannounced({ settings }: Pick<StepInput, "settings">): string | undefined {
  if (settings.lane === "urgent")
    return "Access ends at once, or with the first moment of the last day: nobody is told before";
  return settings.announce === "nobody" ? "The policy tells nobody before the last day" : undefined;
}
