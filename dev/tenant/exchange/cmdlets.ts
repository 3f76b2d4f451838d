import { setCas } from "../changes.ts";
import type { CasSettings, Mailbox } from "../model.ts";
import { casSwitches } from "../model.ts";
import type { TenantState } from "../state.ts";
import { badParameter, notFound } from "./exchange-errors.ts";
import { showCas, showMailbox } from "./views.ts";

export type Parameters = Readonly<Record<string, unknown>>;
export interface CmdletResult {
  readonly value: readonly Record<string, unknown>[];
  readonly warnings?: readonly string[];
}

/** Cmdlets that the simulated Exchange knows, by lower-case name. */
export const cmdlets: Readonly<Record<string, (state: TenantState, parameters: Parameters) => CmdletResult>> = {
  "get-casmailbox": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "ResultSize"]);
    return { value: read(state, parameters.Identity).map((mailbox) => showCas(state, mailbox)) };
  },
  "get-mailbox": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "ResultSize", "IncludeInactiveMailbox"]);
    return { value: read(state, parameters.Identity).map(showMailbox) };
  },
  "set-casmailbox": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "Confirm", ...casSwitches]);
    const { Identity: identity } = parameters;
    if (typeof identity !== "string" || identity === "") return badParameter("Identity");
    const mailbox = state.mailboxes.find(identity) ?? notFound(identity);
    if (setCas(state, mailbox, switchesIn(parameters))) return { value: [] };
    const warning = `The command completed successfully but no settings of '${mailbox.displayName}' have been modified.`;
    return { value: [], warnings: [warning] };
  },
};

/** The documented danger: without an identity every object comes back (m365-operations 2.8). */
function read(state: TenantState, identity: unknown): readonly Mailbox[] {
  if (identity === undefined || identity === null || identity === "") return state.mailboxes.all();
  return [state.mailboxes.find(String(identity)) ?? notFound(String(identity))];
}

function switchesIn(parameters: Parameters): Partial<CasSettings> {
  const wanted: Partial<Record<(typeof casSwitches)[number], boolean | null>> = {};
  for (const name of casSwitches) {
    const value = parameters[name];
    if (value === undefined) continue;
    if (typeof value !== "boolean" && !(value === null && name === "SmtpClientAuthenticationDisabled")) {
      return badParameter(name);
    }
    wanted[name] = value;
  }
  return wanted;
}

/** A parameter that the cmdlet may well have, but not here: remembered like an unknown path. */
function refuseOthers(state: TenantState, parameters: Parameters, known: readonly string[]): void {
  const unknown = Object.keys(parameters).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  state.unhandled.push(`EXO parameter ${unknown}`);
  badParameter(unknown);
}
