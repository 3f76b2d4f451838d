import { badParameter, withoutPlan } from "./exchange-errors.ts";
import { allowsHold } from "./exchange-plans.ts";
import type { AskedParameter, MailboxParameters } from "./mailbox-parameter.ts";

/** Placing and lifting a litigation hold (m365-operations 7.2). Lifting leaves a delay hold behind (FACT-19). */
export const holdParameters: MailboxParameters = {
  LitigationHoldEnabled: (asked) => {
    if (typeof asked.value !== "boolean") return badParameter(asked.name);
    return asked.value ? placing(asked) : lifting(asked);
  },
  // Both go with the hold, and are taken from the parameters there.
  LitigationHoldDuration: (asked) => {
    const days = daysIn(asked);
    const { litigation } = asked.its;
    if (litigation === null || days === litigation.days || asked.parameters.LitigationHoldEnabled === false) return;
    return () => {
      asked.state.exchange.replicas.litigationHold.replacing(asked.mailbox.exchangeGuid, litigation);
      asked.its.litigation = { ...litigation, days };
      effect(asked, "change-litigation-hold", { days });
    };
  },
  RetentionComment: ({ value, name }) => (typeof value === "string" ? undefined : badParameter(name)),
  RemoveDelayHoldApplied: ({ its, value, state }) => {
    if (value !== true || !its.delayHold) return undefined;
    return () => {
      its.delayHold = false;
      state.changed();
    };
  },
};

function placing(asked: AskedParameter): (() => void) | undefined {
  const { state, mailbox, its, parameters } = asked;
  const owner = state.people.named(mailbox.personId);
  if (owner === undefined || !allowsHold(owner)) return withoutPlan(mailbox.displayName);
  if (its.litigation !== null) return undefined;
  const days = parameters.LitigationHoldDuration === undefined ? null : daysIn(asked);
  return () => {
    state.exchange.replicas.litigationHold.replacing(mailbox.exchangeGuid, null);
    const comment = String(parameters.RetentionComment ?? "");
    its.litigation = { at: Date.now(), days, owner: "Leaver", comment };
    effect(asked, "place-litigation-hold", { days });
  };
}

function lifting(asked: AskedParameter): (() => void) | undefined {
  const { state, mailbox, its } = asked;
  const { litigation } = its;
  if (litigation === null) return undefined;
  return () => {
    state.exchange.replicas.litigationHold.replacing(mailbox.exchangeGuid, litigation);
    its.litigation = null;
    its.delayHold = true;
    effect(asked, "lift-litigation-hold", {});
  };
}

function daysIn({ parameters }: AskedParameter): number | null {
  const { LitigationHoldDuration: days } = parameters;
  if (days === "Unlimited") return null;
  const count = Number(days);
  return Number.isInteger(count) && count > 0 ? count : badParameter("LitigationHoldDuration");
}

function effect({ state, mailbox }: AskedParameter, operation: string, detail: Record<string, unknown>): void {
  const { exchangeGuid: objectId, personId } = mailbox;
  state.effects.add({ operation, objectId, personId, detail });
}
