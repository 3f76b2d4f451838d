import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type Cmdlets, flag, oneMailbox, refuseOthers, word } from "./cmdlet.ts";
import { badParameter } from "./exchange-errors.ts";
import type { CalendarEvent } from "./mailbox-state.ts";

const dayMs = 86_400_000;
const largestWindowDays = 1825;

/** Cancelling what somebody organised (m365-operations 8.9). A series that touches the window is cancelled whole. */
export const calendarCmdlets: Cmdlets = {
  "remove-calendarevents": (state, parameters) => {
    const known = ["CancelOrganizedMeetings", "QueryWindowInDays", "QueryStartDate", "PreviewOnly", "Confirm"];
    refuseOthers(state, parameters, ["Identity", ...known]);
    const mailbox = oneMailbox(state, parameters);
    if (flag(parameters, "Confirm") !== false) return badParameter("Confirm");
    if (flag(parameters, "CancelOrganizedMeetings") !== true || flag(parameters, "PreviewOnly") === true) {
      return { value: [] };
    }
    const { from, to } = windowIn(parameters);
    const meetings = state.exchange
      .of(mailbox)
      .events.filter(
        (event) =>
          event.organised &&
          event.attendees.length > 0 &&
          instancesOf(event).some((start) => start >= from && start < to),
      );
    for (const meeting of meetings) cancelMeeting(state, mailbox, meeting);
    return { value: [] };
  },
};

/** When each instance begins. */
export function instancesOf({ start, everyDays, count }: CalendarEvent): readonly number[] {
  return Array.from({ length: count }, (_, index) => start + index * (everyDays ?? 0) * dayMs);
}

function windowIn(parameters: Readonly<Record<string, unknown>>): { from: number; to: number } {
  const days = Number(parameters.QueryWindowInDays);
  if (!Number.isInteger(days) || days < 1 || days > largestWindowDays) return badParameter("QueryWindowInDays");
  const asked = word(parameters, "QueryStartDate");
  const from = Math.floor((asked === undefined ? Date.now() : Date.parse(asked)) / dayMs) * dayMs;
  return Number.isNaN(from) ? badParameter("QueryStartDate") : { from, to: from + days * dayMs };
}

function cancelMeeting(state: TenantState, mailbox: Mailbox, meeting: CalendarEvent): void {
  const its = state.exchange.of(mailbox);
  state.exchange.replicas.calendar.replacing(mailbox.exchangeGuid, its.events);
  its.events = its.events.filter((kept) => kept !== meeting);
  const detail = { attendees: meeting.attendees.length };
  state.effects.add({ operation: "cancel-meeting", objectId: meeting.id, personId: mailbox.personId, detail });
}
