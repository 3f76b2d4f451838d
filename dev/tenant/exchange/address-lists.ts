import { badParameter, masteredOnPremises } from "./exchange-errors.ts";
import type { AskedParameter, MailboxParameters } from "./mailbox-parameter.ts";

/** Address lists (m365-operations 8.6): for a synced mailbox an attribute of Active Directory. */
export const addressListParameters: MailboxParameters = {
  HiddenFromAddressListsEnabled: ({ state, mailbox, its, value, name }) => {
    if (typeof value !== "boolean") return badParameter(name);
    if (value === its.hidden) return undefined;
    if (state.people.named(mailbox.personId)?.onPremisesSyncEnabled === true) {
      return masteredOnPremises(mailbox.displayName);
    }
    return () => setHidden({ state, mailbox, its }, value);
  },
};

/** @param by `sync` when it was set in Active Directory */
export function setHidden(
  { state, mailbox, its }: Pick<AskedParameter, "state" | "mailbox" | "its">,
  hidden: boolean,
  by?: "sync",
): void {
  const { exchangeGuid: objectId, personId } = mailbox;
  state.exchange.replicas.hiddenFromAddressLists.replacing(objectId, its.hidden);
  its.hidden = hidden;
  const operation = hidden ? "hide-from-address-lists" : "show-in-address-lists";
  state.effects.add({ operation, objectId, personId, detail: {}, ...(by && { by }) });
}
