import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type Cmdlets, flag, oneMailbox, refuseOthers, word } from "./cmdlet.ts";
import { badParameter, notFound } from "./exchange-errors.ts";
import type { InboxRule } from "./mailbox-state.ts";

/** Rules of an inbox, with those that Outlook hides (m365-operations 8.8). */
export const inboxRuleCmdlets: Cmdlets = {
  "get-inboxrule": (state, parameters) => {
    refuseOthers(state, parameters, ["Mailbox", "IncludeHidden"]);
    const mailbox = oneMailbox(state, parameters, "Mailbox");
    const hidden = flag(parameters, "IncludeHidden") === true;
    const its = state.exchange.of(mailbox);
    const rules = state.exchange.replicas.inboxRules.shown(mailbox.exchangeGuid, its.rules);
    return { value: rules.filter((rule) => hidden || !rule.hidden).map((rule) => show(mailbox, rule)) };
  },
  "remove-inboxrule": (state, parameters) => {
    refuseOthers(state, parameters, ["Mailbox", "Identity", "AlwaysDeleteOutlookRulesBlob", "Confirm"]);
    const mailbox = oneMailbox(state, parameters, "Mailbox");
    const identity = word(parameters, "Identity") ?? badParameter("Identity");
    const { rules } = state.exchange.of(mailbox);
    const rule = rules.find(({ id, name }) => [id, name].includes(identity.split("\\").at(-1) ?? ""));
    if (rule === undefined) return notFound(identity);
    // Without this the rules of a client stop the cmdlet, which cannot keep them.
    if (rules.some((one) => one.clientSide) && flag(parameters, "AlwaysDeleteOutlookRulesBlob") !== true) {
      return badParameter("AlwaysDeleteOutlookRulesBlob");
    }
    removeInboxRule(state, mailbox, rule);
    return { value: [] };
  },
};

export function removeInboxRule(state: TenantState, mailbox: Mailbox, rule: InboxRule, by?: "hand"): void {
  const its = state.exchange.of(mailbox);
  state.exchange.replicas.inboxRules.replacing(mailbox.exchangeGuid, its.rules);
  its.rules = its.rules.filter((kept) => kept !== rule);
  const detail = { clientSide: rule.clientSide };
  const { personId } = mailbox;
  state.effects.add({ operation: "remove-inbox-rule", objectId: rule.id, personId, detail, ...(by && { by }) });
}

function show({ displayName }: Mailbox, rule: InboxRule): Record<string, unknown> {
  return {
    Identity: `${displayName}\\${rule.id}`,
    RuleIdentity: rule.id,
    Name: rule.name,
    Enabled: rule.enabled,
    Priority: 1,
    SupportedByTask: !rule.clientSide,
    ForwardTo: rule.forwardTo.length === 0 ? null : rule.forwardTo,
    RedirectTo: rule.redirectTo.length === 0 ? null : rule.redirectTo,
    ForwardAsAttachmentTo: rule.forwardAsAttachmentTo.length === 0 ? null : rule.forwardAsAttachmentTo,
  };
}
