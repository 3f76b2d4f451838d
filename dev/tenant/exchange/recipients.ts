import { guidOf } from "../ids.ts";
import type { Mailbox, Person } from "../model.ts";
import type { TenantState } from "../state.ts";
import { type Cmdlets, refuseOthers, word } from "./cmdlet.ts";
import { badParameter, notFound } from "./exchange-errors.ts";
import { isLive, liveMailbox } from "./life.ts";

/** Somebody or something that mail can be sent to. `id` is the Entra object id. */
export interface Recipient {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  /** Sign-in name; undefined for a guest, who has none of this organisation. */
  readonly signInName: string | undefined;
  readonly type: "UserMailbox" | "SharedMailbox" | "GuestMailUser";
}

/** Mailboxes, and guests with their addresses outside. */
export const recipientCmdlets: Cmdlets = {
  "get-recipient": (state, parameters) => {
    refuseOthers(state, parameters, ["Identity", "ResultSize"]);
    const identity = word(parameters, "Identity") ?? badParameter("Identity");
    // The documented danger of a name that is empty (m365-operations 2.8).
    if (identity === "") return { value: recipients(state).map(show) };
    return { value: [show(recipientNamed(state, identity) ?? notFound(identity))] };
  },
};

/** By object id, mailbox id, address, sign-in name or name. */
export function recipientNamed(state: TenantState, identity: string): Recipient | undefined {
  const mailbox = liveMailbox(state, identity) ?? mailboxOf(state, state.people.named(identity));
  if (mailbox !== undefined) return ofMailbox(state, mailbox);
  const person = state.people.find(identity) ?? state.people.all().find(({ displayName }) => displayName === identity);
  return person === undefined ? undefined : ofGuest(person);
}

function mailboxOf(state: TenantState, person: Person | undefined): Mailbox | undefined {
  return person === undefined ? undefined : liveMailbox(state, person.id);
}

function recipients(state: TenantState): readonly Recipient[] {
  const mailboxes = state.mailboxes.all().filter((mailbox) => isLive(state, mailbox));
  const guests = state.people.all().flatMap((person) => ofGuest(person) ?? []);
  return [...mailboxes.map((mailbox) => ofMailbox(state, mailbox)), ...guests];
}

function ofMailbox(state: TenantState, { personId, displayName, address, kind }: Mailbox): Recipient {
  const signInName = state.people.named(personId)?.userPrincipalName;
  return { id: personId, name: displayName, address, signInName, type: kind };
}

function ofGuest({ id, displayName, mail, userType }: Person): Recipient | undefined {
  if (userType !== "Guest" || mail === null) return undefined;
  return { id, name: displayName, address: mail, signInName: undefined, type: "GuestMailUser" };
}

function show({ id, name, address, signInName, type }: Recipient): Record<string, unknown> {
  return {
    Identity: name,
    Name: name,
    DisplayName: name,
    Guid: guidOf(`recipient-object/${id}`),
    ExternalDirectoryObjectId: id,
    PrimarySmtpAddress: address,
    WindowsLiveID: signInName ?? "",
    RecipientType: type === "GuestMailUser" ? "MailUser" : "UserMailbox",
    RecipientTypeDetails: type,
  };
}
