import type { Mailbox } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type CmdletResult, type Cmdlets, flag, oneMailbox, type Parameters, refuseOthers, word } from "./cmdlet.ts";
import { badParameter, notFound } from "./exchange-errors.ts";
import type { MailboxState } from "./mailbox-state.ts";
import { type Recipient, recipientNamed } from "./recipients.ts";

type Rights = Pick<MailboxState, "fullAccess" | "sendAs" | "sendOnBehalf">;

/** Who may open a mailbox (m365-operations 8.4). There is no way to ask which mailboxes somebody may open. */
export const mailboxPermissionCmdlets: Cmdlets = {
  "get-mailboxpermission": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "User", "ResultSize"]);
    const mailbox = oneMailbox(state, parameters);
    const user = parameters.User === undefined ? undefined : granteeIn(state, parameters, "User");
    const { fullAccess } = shownRights(state, mailbox);
    const entries = fullAccess.filter(({ userId }) => user === undefined || userId === user.id);
    const self = user === undefined ? [show(mailbox, "NT AUTHORITY\\SELF", ["FullAccess", "ReadPermission"])] : [];
    return { value: [...self, ...entries.map(({ userId }) => show(mailbox, nameOf(state, userId), ["FullAccess"]))] };
  },
  "add-mailboxpermission": (state, parameters) => {
    refuseOthers(state, parameters, [...common, "AutoMapping"]);
    const mailbox = oneMailbox(state, parameters);
    const user = fullAccessAsked(state, parameters);
    const { fullAccess } = state.exchange.of(mailbox);
    const entry = show(mailbox, nameOf(state, user.id), ["FullAccess"]);
    if (fullAccess.some(({ userId }) => userId === user.id)) {
      return { value: [entry], warnings: [`${aceOn(mailbox, user, "The appropriate")} is already present.`] };
    }
    const autoMapping = flag(parameters, "AutoMapping") ?? true;
    setRights(state, mailbox, { fullAccess: [...fullAccess, { userId: user.id, autoMapping }] });
    note(state, mailbox, "grant-full-access", user.id);
    return { value: [entry] };
  },
  "remove-mailboxpermission": (state, parameters) => {
    refuseOthers(state, parameters, common);
    if (flag(parameters, "Confirm") !== false) return badParameter("Confirm");
    const mailbox = oneMailbox(state, parameters);
    const user = fullAccessAsked(state, parameters);
    const { fullAccess } = state.exchange.of(mailbox);
    const left = fullAccess.filter(({ userId }) => userId !== user.id);
    if (left.length === fullAccess.length) {
      return warned(`${aceOn(mailbox, user, "Can't remove the")} because the ACE doesn't exist on the object.`);
    }
    setRights(state, mailbox, { fullAccess: left });
    note(state, mailbox, "revoke-full-access", user.id);
    return { value: [] };
  },
};

const common = ["Identity", "User", "AccessRights", "InheritanceType", "Confirm"];

function fullAccessAsked(state: TenantState, parameters: Parameters): Recipient {
  const { AccessRights: rights } = parameters;
  if (!Array.isArray(rights) || rights.length !== 1 || rights[0] !== "FullAccess") return badParameter("AccessRights");
  return granteeIn(state, parameters, "User");
}

/** Whom a parameter names; refused when nobody has that name. */
export function granteeIn(state: TenantState, parameters: Parameters, name: string): Recipient {
  const identity = word(parameters, name);
  if (identity === undefined || identity === "") return badParameter(name);
  return recipientNamed(state, identity) ?? notFound(identity);
}

/** How Exchange writes somebody into a list of rights: the sign-in name, or an id of which nobody is left. */
export function nameOf(state: TenantState, userId: string): string {
  return state.people.named(userId)?.userPrincipalName ?? `S-1-5-21-${parseInt(userId.slice(0, 8), 16)}`;
}

export function shownRights(state: TenantState, mailbox: Mailbox): Rights {
  return state.exchange.replicas.mailboxPermissions.shown(mailbox.exchangeGuid, state.exchange.of(mailbox));
}

export function setRights(state: TenantState, mailbox: Mailbox, rights: Partial<Rights>): void {
  const its = state.exchange.of(mailbox);
  state.exchange.replicas.mailboxPermissions.replacing(mailbox.exchangeGuid, { ...its });
  Object.assign(its, rights);
}

/** The effect is one of the mailbox; who got or lost the right is in its detail. */
export function note(state: TenantState, mailbox: Mailbox, operation: string, userId: string): void {
  const { exchangeGuid: objectId, personId } = mailbox;
  state.effects.add({ operation, objectId, personId, detail: { userId } });
}

export function aceOn({ displayName }: Mailbox, { name }: Recipient, how: string): string {
  return `${how} access control entry on the object "${displayName}" for account "${name}"`;
}

export function warned(warning: string): CmdletResult {
  return { value: [], warnings: [warning] };
}

function show({ displayName }: Mailbox, user: string, rights: readonly string[]): Record<string, unknown> {
  return {
    Identity: displayName,
    User: user,
    AccessRights: rights,
    IsInherited: false,
    Deny: false,
    InheritanceType: "All",
  };
}
