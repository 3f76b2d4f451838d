import { setCas } from "../changes.ts";
import type { CasSettings } from "../model.ts";
import { casSwitches } from "../model.ts";
import { type Cmdlets, mailboxesNamed, oneMailbox, type Parameters, refuseOthers, written } from "./cmdlet.ts";
import { badParameter } from "./exchange-errors.ts";
import { showCas } from "./views.ts";

/** Mail protocols (m365-operations 6.4). */
export const protocolCmdlets: Cmdlets = {
  "get-casmailbox": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "ResultSize"]);
    return { value: mailboxesNamed(state, parameters.Identity).map((mailbox) => showCas(state, mailbox)) };
  },
  "set-casmailbox": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "Confirm", ...casSwitches]);
    const mailbox = oneMailbox(state, parameters);
    return written(mailbox, setCas(state, mailbox, switchesIn(parameters)));
  },
};

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
