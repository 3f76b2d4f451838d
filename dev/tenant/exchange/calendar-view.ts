import { conditionsIn, matches } from "../graph/filter.ts";
import { type Properties, page, project, selected } from "../graph/shape.ts";
import { personAt } from "../graph/users.ts";
import { refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import { instancesOf } from "./calendar-events.ts";
import { liveMailbox } from "./life.ts";
import type { CalendarEvent } from "./mailbox-state.ts";

const dayMs = 86_400_000;
const longestViewDays = 1825;

interface Instance {
  readonly event: CalendarEvent;
  readonly start: number;
}

const at = (epochMs: number) => ({ dateTime: new Date(epochMs).toISOString().replace("Z", "0000"), timeZone: "UTC" });

const properties: Properties<Instance> = {
  id: ({ event, start }) => (event.everyDays === null ? event.id : `${event.id}${start}`),
  subject: ({ event }) => event.subject,
  start: ({ start }) => at(start),
  end: ({ event, start }) => at(start + event.minutes * 60_000),
  isOrganizer: ({ event }) => event.organised,
  isCancelled: () => false,
  type: ({ event }) => (event.everyDays === null ? "singleInstance" : "occurrence"),
  seriesMasterId: ({ event }) => (event.everyDays === null ? null : event.id),
  attendees: ({ event }) =>
    event.attendees.map((address) => ({
      type: "required",
      status: { response: "none", time: "0001-01-01T00:00:00Z" },
      emailAddress: { name: address, address },
    })),
};

/** What stands in a calendar within a window, each instance of a series for itself (m365-operations 8.9). */
export function addCalendarView(routes: Routes, state: TenantState): void {
  const anyOf = ["Calendars.ReadBasic", "Calendars.ReadBasic.All", "Calendars.Read", "Calendars.ReadWrite"];
  routes.add("GET", "/v1.0/users/:id/calendarView", { resource: "graph", anyOf }, (call) => view(state, call));
}

function view(state: TenantState, call: RoutedCall): Answer {
  const person = personAt(state, call);
  const mailbox = mailboxInGraph(state, person.id);
  const [from, to] = [momentIn(call, "startDateTime"), momentIn(call, "endDateTime")];
  if (to < from) refuse(400, "ErrorInvalidParameter", "The end of the view is before its start.");
  if (to - from > longestViewDays * dayMs) {
    refuse(400, "ErrorCalendarViewRangeTooBig", "The requested time duration specified for FindItem is too long.");
  }
  const conditions = conditionsIn(call.query, ["isOrganizer", "isCancelled"]);
  const found = state.exchange.replicas.calendar
    .shown(mailbox.exchangeGuid, state.exchange.of(mailbox).events)
    .flatMap((event) => instancesOf(event).map((start): Instance => ({ event, start })))
    .filter(({ event, start }) => start + event.minutes * 60_000 > from && start < to)
    .filter(({ event }) => matches(conditions, { isOrganizer: event.organised, isCancelled: false }));
  const names = selected(call.query) ?? Object.keys(properties);
  // Events always carry their id.
  const shown = found.map((instance) => ({ id: instance.event.id, ...project(instance, properties, "event", names) }));
  // Ten a page, as the service has it without $top.
  const size = call.query.has("$top") ? 999 : 10;
  return page(call, `users('${person.id}')/calendarView`, shown, size);
}

/** The mailbox that Graph finds for somebody; 404 as the service words it. */
export function mailboxInGraph(state: TenantState, personId: string): Mailbox {
  const gone = "The mailbox is either inactive, soft-deleted, or is hosted on-premise.";
  return liveMailbox(state, personId) ?? refuse(404, "MailboxNotEnabledForRESTAPI", gone);
}

function momentIn(call: RoutedCall, name: string): number {
  const value = Date.parse(call.query.get(name) ?? "");
  return Number.isNaN(value) ? refuse(400, "ErrorInvalidParameter", `The value of ${name} is not a time.`) : value;
}
