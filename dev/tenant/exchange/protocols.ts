import { setCas } from "../changes.ts";
import type { CasSettings } from "../model.ts";
import { casSwitches } from "../model.ts";
import { type Cmdlets, mailboxesNamed, oneMailbox, type Parameters, refuseOthers, written } from "./cmdlet.ts";
import { badParameter } from "./exchange-errors.ts";
import { changedList } from "./mailbox-parameter.ts";
import { setBlockedIds } from "./mobile-device-changes.ts";
import { showCas } from "./views.ts";

/** Mail protocols (m365-operations 6.4), and the devices that may not connect to the mailbox. */
export const protocolCmdlets: Cmdlets = {
  "get-casmailbox": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "ResultSize"]);
    return { value: mailboxesNamed(state, parameters.Identity).map((mailbox) => showCas(state, mailbox)) };
  },
  "set-casmailbox": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "Confirm", blockedDevices, ...casSwitches]);
    const mailbox = oneMailbox(state, parameters);
    const switches = switchesIn(parameters);
    const { [blockedDevices]: asked } = parameters;
    const before = state.mobileDevices.of(mailbox).blockedIds;
    const blocked = asked === undefined ? before : (changedList(before, asked) ?? badParameter(blockedDevices));
    const changed = [setCas(state, mailbox, switches), setBlockedIds(state, mailbox, blocked)];
    return written(mailbox, changed.includes(true));
  },
};

const blockedDevices = "ActiveSyncBlockedDeviceIDs";

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
