import { epochMs, type LeaverId } from "../../domain/ids.ts";
import type { TimeAhead } from "../../domain/ports/calendars.ts";
import type { ExchangeAdminApi } from "./admin-api.ts";
import { mailboxGuid } from "./the-mailbox.ts";

const dayMs = 86_400_000;
const largestWindowDays = 1825;

/**
 * Cancels what the owner of the mailbox organised with others in this time, by whole days (UTC). The mailbox sends the cancellations itself, so it still has to be able to.
 *
 * @see https://learn.microsoft.com/powershell/module/exchangepowershell/remove-calendarevents
 */
export async function cancelOrganisedMeetings(
  exchange: ExchangeAdminApi,
  id: LeaverId,
  { from, until }: TimeAhead,
): Promise<void> {
  const what = "Cancelling the meetings";
  const days = Math.ceil(epochMs(until) / dayMs) - Math.floor(epochMs(from) / dayMs);
  const parameters = {
    Identity: await mailboxGuid(exchange, id, what),
    CancelOrganizedMeetings: true,
    QueryWindowInDays: Math.min(Math.max(days, 1), largestWindowDays),
    Confirm: false,
  };
  await exchange.invoke({ name: "Remove-CalendarEvents", parameters, what });
}
