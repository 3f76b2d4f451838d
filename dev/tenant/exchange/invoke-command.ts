import { z } from "zod";
import { refuse } from "../http/errors.ts";
import type { Answer, RoutedCall } from "../http/exchange.ts";
import type { Routes } from "../http/routes.ts";
import { tenantId } from "../ids.ts";
import type { TenantState } from "../state.ts";
import { addCalendarView } from "./calendar-view.ts";
import { cmdlets } from "./cmdlets.ts";
import { unknownCmdlet } from "./exchange-errors.ts";
import { addMailboxLife } from "./life.ts";
import { addMailboxSettings } from "./mailbox-type.ts";
import { addMobileSync } from "./mobile-device-changes.ts";
import { pageOfObjects } from "./object-pages.ts";

const InvokeCommand = z.object({
  CmdletInput: z.object({
    CmdletName: z.string(),
    Parameters: z.record(z.string(), z.unknown()).default({}),
  }),
});

/** The cmdlet that a request asks for; undefined for every other request. Fault rules match on it. */
export function cmdletIn(body: unknown): string | undefined {
  const parsed = InvokeCommand.safeParse(body);
  return parsed.success ? parsed.data.CmdletInput.CmdletName : undefined;
}

/** Stands for the Exchange admin API (m365-operations 2.8), with the lives of mailboxes and their calendars in Graph. */
export function addExchange(routes: Routes, state: TenantState): void {
  addMailboxLife(state);
  addMobileSync(state);
  addCalendarView(routes, state);
  addMailboxSettings(routes, state);
  for (const [property, replica] of Object.entries(state.exchange.replicas)) state.lags.register(property, replica);
  const administrators = { resource: "exchange", anyOf: ["Exchange.ManageAsApp"] } as const;
  routes.add("POST", "/adminapi/beta/:tenant/InvokeCommand", administrators, (call) => invoke(state, call));
}

function invoke(state: TenantState, call: RoutedCall): Answer {
  if (call.params.tenant !== tenantId) refuse(404, "NotFound", "The tenant does not exist.");
  const parsed = InvokeCommand.safeParse(call.body);
  if (!parsed.success) return refuse(400, "BadRequest", "CmdletInput is missing or invalid.");
  const { CmdletName: name, Parameters: parameters } = parsed.data.CmdletInput;
  const run = cmdlets[name.toLowerCase()];
  if (run === undefined) {
    state.unhandled.push(`EXO ${name}`);
    return unknownCmdlet(name);
  }
  const { value, warnings = [] } = run(state, parameters);
  const names = call.query.get("$select")?.split(",");
  const shown = value.map((item) => (names === undefined ? item : pick(item, names)));
  const context = `${call.origin}/adminapi/beta/${tenantId}/$metadata#Collection(Exchange.CmdletResult)`;
  const page = pageOfObjects(call, shown);
  return { status: 200, body: { "@odata.context": context, "@adminapi.warnings": warnings, ...page } };
}

function pick(item: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.includes(name)));
}
