import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import { addressListParameters } from "./address-lists.ts";
import { type Cmdlets, mailboxesNamed, oneMailbox, type Parameters, refuseOthers, written } from "./cmdlet.ts";
import { badParameter, notFound } from "./exchange-errors.ts";
import { holdParameters } from "./litigation-hold.ts";
import { forwardingParameters } from "./mailbox-forwarding.ts";
import type { MailboxParameters } from "./mailbox-parameter.ts";
import { typeParameters } from "./mailbox-type.ts";
import { sendOnBehalfParameters } from "./send-on-behalf.ts";
import { showMailbox } from "./views.ts";

/** What Set-Mailbox can set: each file of parameters is a line here. */
const settable: MailboxParameters = {
  ...holdParameters,
  ...typeParameters,
  ...forwardingParameters,
  ...addressListParameters,
  ...sendOnBehalfParameters,
};

/** Parameters that come along and set nothing themselves. */
const besides = ["Identity", "Confirm", "Force"];

/** Get-Mailbox and Set-Mailbox. */
export const mailboxCmdlets: Cmdlets = {
  "get-mailbox": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "ResultSize", ...Object.keys(lives)]);
    return { value: asked(state, parameters).map((mailbox) => showMailbox(state, mailbox)) };
  },
  "set-mailbox": (state, parameters) => {
    refuseOthers(state, parameters, [...besides, ...Object.keys(settable)]);
    const mailbox = oneMailbox(state, parameters);
    const its = state.exchange.of(mailbox);
    // All are judged before the first is applied: a refused call changes nothing.
    const changes = Object.entries(settable).flatMap(([name, judge]) => {
      const value = parameters[name];
      return value === undefined ? [] : (judge({ state, mailbox, its, value, name, parameters }) ?? []);
    });
    for (const change of changes) change();
    return written(mailbox, changes.length > 0);
  },
};

/** What a switch adds to the living mailboxes, or shows instead of them. */
const lives: Readonly<Record<string, { readonly kind: string; readonly only: boolean }>> = {
  IncludeInactiveMailbox: { kind: "inactive", only: false },
  InactiveMailboxOnly: { kind: "inactive", only: true },
  SoftDeletedMailbox: { kind: "soft-deleted", only: true },
};

function asked(state: TenantState, parameters: Parameters): readonly Mailbox[] {
  const chosen = Object.keys(lives).filter((name) => parameters[name] === true);
  const [name, ...others] = chosen;
  const life = name === undefined ? undefined : lives[name];
  if (life === undefined) return mailboxesNamed(state, parameters.Identity);
  if (others.length > 0) return badParameter(others.join());
  const all = state.mailboxes.all().filter((mailbox) => state.exchange.of(mailbox).life.kind === life.kind);
  const { Identity: identity } = parameters;
  if (typeof identity !== "string" || identity === "") return all;
  const found = state.mailboxes.find(identity);
  if (found !== undefined && all.includes(found)) return [found];
  return life.only ? notFound(identity) : mailboxesNamed(state, identity);
}
