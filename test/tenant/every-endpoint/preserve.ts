import { z } from "zod";
import { tenantId } from "../../../dev/tenant/ids.ts";
import type { EndpointCall, World } from "./endpoint-call.ts";

const cases = "/v1.0/security/cases/ediscoveryCases";
const Made = z.object({ id: z.string() });
const made = (world: World, route: string) => Made.parse(world.answerTo(route)).id;
const theCase = (world: World) => `${cases}/${made(world, `POST ${cases}`)}`;
const theSearch = (world: World) => `${theCase(world)}/searches/${made(world, `POST ${cases}/:case/searches`)}`;

/** A cmdlet against anna's mailbox. */
function cmdlet(name: string, parameters: Readonly<Record<string, unknown>>, by = "Identity"): EndpointCall {
  return {
    route: "POST /adminapi/beta/:tenant/InvokeCommand",
    request: ({ id }) => ({
      path: `/adminapi/beta/${tenantId}/InvokeCommand`,
      body: { CmdletInput: { CmdletName: name, Parameters: { [by]: id("anna"), ...parameters } } },
    }),
  };
}

const window = "startDateTime=2026-01-01T00:00:00Z&endDateTime=2028-01-01T00:00:00Z";

/** Holds, rules, replies, calendars and the preparation of an export. */
export const preserveCalls: readonly EndpointCall[] = [
  cmdlet("Get-Mailbox", {}),
  cmdlet("Set-Mailbox", { LitigationHoldEnabled: true, LitigationHoldDuration: "Unlimited", Force: true }),
  cmdlet("Get-InboxRule", { IncludeHidden: true }, "Mailbox"),
  cmdlet("Get-MailboxAutoReplyConfiguration", {}),
  cmdlet("Remove-CalendarEvents", { CancelOrganizedMeetings: true, QueryWindowInDays: 5, Confirm: false }),
  {
    route: "GET /v1.0/users/:id/calendarView",
    request: ({ id }) => ({
      path: `/v1.0/users/${id("anna")}/calendarView?${window}&$filter=isOrganizer eq true&$select=id,seriesMasterId,isCancelled,attendees&$top=999`,
    }),
  },
  {
    route: "GET /v1.0/users/:id/calendarView",
    request: ({ id }) => ({ path: `/v1.0/users/${id("george")}/calendarView?${window}` }),
    status: 404,
  },
  {
    route: `POST ${cases}`,
    request: () => ({ path: cases, body: { displayName: "Leaver case-1", externalId: "case-1" } }),
    status: 201,
  },
  { route: `GET ${cases}`, request: () => ({ path: `${cases}?$filter=displayName eq 'Leaver case-1'` }) },
  {
    route: `POST ${cases}/:case/searches`,
    request: (world) => ({
      path: `${theCase(world)}/searches`,
      body: { displayName: "Mailbox", contentQuery: "", dataSourceScopes: "none" },
    }),
    status: 201,
  },
  { route: `GET ${cases}/:case/searches`, request: (world) => ({ path: `${theCase(world)}/searches` }) },
  {
    route: `POST ${cases}/:case/searches/:search/additionalSources`,
    request: (world) => ({
      path: `${theSearch(world)}/additionalSources`,
      body: {
        "@odata.type": "microsoft.graph.security.userSource",
        email: "anna.albrecht@kestrel.example",
        includedSources: "mailbox",
      },
    }),
    status: 201,
  },
  {
    route: `GET ${cases}/:case/searches/:search/additionalSources`,
    request: (world) => ({ path: `${theSearch(world)}/additionalSources` }),
  },
  { route: `GET ${cases}/:case/operations`, request: (world) => ({ path: `${theCase(world)}/operations` }) },
  {
    route: `GET ${cases}/:case/operations`,
    request: () => ({ path: `${cases}/7f6b3a0e-4c77-4d6a-9d0e-0a1b2c3d4e5f/operations` }),
    status: 404,
  },
];
