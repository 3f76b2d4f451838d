import { z } from "zod";
import type { LeaverId } from "../../domain/ids.ts";
import type { Calendars, TimeAhead } from "../../domain/ports/calendars.ts";
import type { ExchangeAdminApi } from "../exchange/admin-api.ts";
import { cancelOrganisedMeetings } from "../exchange/cancel-meetings.ts";
import { refusalBehind } from "../service-answer.ts";
import type { GraphClient } from "./client.ts";
import type { Operation } from "./operations.ts";
import { path } from "./path.ts";

const readCalendar: Operation = { what: "Reading the calendar", permission: "Calendars.ReadBasic" };

/** Attendees are only counted: who they are is nobody's business here. */
const Event = z
  .object({
    id: z.string().min(1),
    seriesMasterId: z.string().nullish(),
    isCancelled: z.boolean().nullish(),
    attendees: z.array(z.unknown()).nullish(),
  })
  .transform((event) => ({
    meetingId: event.seriesMasterId ?? event.id,
    counts: event.isCancelled !== true && (event.attendees ?? []).length > 0,
  }));

const noMailbox: ReadonlySet<string | undefined> = new Set([
  "MailboxNotEnabledForRESTAPI",
  "MailboxNotSupportedForRESTAPI",
]);

/** Calendars: looked at through Graph, and cancelled through Exchange, which Graph can only do meeting by meeting. */
export class GraphCalendars implements Calendars {
  readonly #graph: GraphClient;
  readonly #exchange: ExchangeAdminApi;

  constructor(graph: GraphClient, exchange: ExchangeAdminApi) {
    this.#graph = graph;
    this.#exchange = exchange;
  }

  async organisedMeetings(id: LeaverId, { from, until }: TimeAhead): Promise<number | undefined> {
    const window = path`startDateTime=${from}&endDateTime=${until}`;
    const fields = "$select=id,seriesMasterId,isCancelled,attendees&$top=999";
    const view = `${path`users/${id}/calendarView`}?${window}&$filter=isOrganizer eq true&${fields}`;
    try {
      const events = await this.#graph.list(view, Event, readCalendar);
      return new Set(events.filter(({ counts }) => counts).map(({ meetingId }) => meetingId)).size;
    } catch (error) {
      if (noMailbox.has(refusalBehind(error)?.code)) return undefined;
      throw error;
    }
  }

  cancelMeetings(id: LeaverId, ahead: TimeAhead): Promise<void> {
    return cancelOrganisedMeetings(this.#exchange, id, ahead);
  }
}
