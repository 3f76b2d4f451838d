import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type Cmdlets, flag, mailboxesNamed, oneMailbox, type Parameters, refuseOthers } from "./cmdlet.ts";
import { badParameter } from "./exchange-errors.ts";
import { aceOn, granteeIn, nameOf, note, setRights, shownRights, warned } from "./mailbox-permissions.ts";
import type { Recipient } from "./recipients.ts";

/** Who may send in whose name (m365-operations 8.5); here it can be asked both ways. */
export const recipientPermissionCmdlets: Cmdlets = {
  "get-recipientpermission": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "Trustee", "AccessRights", "ResultSize"]);
    const trustee = parameters.Trustee === undefined ? undefined : granteeIn(state, parameters, "Trustee");
    const entries = mailboxesNamed(state, parameters.Identity).flatMap((mailbox) =>
      shownRights(state, mailbox)
        .sendAs.filter((id) => trustee === undefined || id === trustee.id)
        .map((id) => show(mailbox, nameOf(state, id))),
    );
    return { value: entries };
  },
  "add-recipientpermission": (state, parameters) => {
    const { mailbox, trustee } = asked(state, parameters);
    const { sendAs } = state.exchange.of(mailbox);
    const entry = show(mailbox, nameOf(state, trustee.id));
    if (sendAs.includes(trustee.id)) {
      return { value: [entry], warnings: [`${aceOn(mailbox, trustee, "The appropriate")} is already present.`] };
    }
    setRights(state, mailbox, { sendAs: [...sendAs, trustee.id] });
    note(state, mailbox, "grant-send-as", trustee.id);
    return { value: [entry] };
  },
  "remove-recipientpermission": (state, parameters) => {
    const { mailbox, trustee } = asked(state, parameters);
    const { sendAs } = state.exchange.of(mailbox);
    if (!sendAs.includes(trustee.id)) {
      return warned(`${aceOn(mailbox, trustee, "Can't remove the")} because the ACE isn't present.`);
    }
    setRights(state, mailbox, { sendAs: sendAs.filter((id) => id !== trustee.id) });
    note(state, mailbox, "revoke-send-as", trustee.id);
    return { value: [] };
  },
};

function asked(state: TenantState, parameters: Parameters): { mailbox: Mailbox; trustee: Recipient } {
  refuseOthers(state, parameters, ["Identity", "Trustee", "AccessRights", "Confirm"]);
  const { AccessRights: rights } = parameters;
  if (!Array.isArray(rights) || rights.length !== 1 || rights[0] !== "SendAs") return badParameter("AccessRights");
  if (flag(parameters, "Confirm") !== false) return badParameter("Confirm");
  return { mailbox: oneMailbox(state, parameters), trustee: granteeIn(state, parameters, "Trustee") };
}

function show({ displayName }: Mailbox, trustee: string): Record<string, unknown> {
  return {
    Identity: displayName,
    Trustee: trustee,
    AccessControlType: "Allow",
    AccessRights: ["SendAs"],
    IsInherited: false,
    InheritanceType: "None",
  };
}
