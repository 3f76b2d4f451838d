import { badParameter, masteredOnPremises, notFound } from "./exchange-errors.ts";
import { changedList, type MailboxParameters } from "./mailbox-parameter.ts";
import { note, setRights } from "./mailbox-permissions.ts";
import { recipientNamed } from "./recipients.ts";

/** Who may send on behalf of a mailbox, a property of the mailbox itself (m365-operations 8.5). */
export const sendOnBehalfParameters: MailboxParameters = {
  GrantSendOnBehalfTo: ({ state, mailbox, its, value, name }) => {
    const named = (identity: string) => recipientNamed(state, identity)?.id ?? notFound(identity);
    const wanted = changedList(its.sendOnBehalf, resolved(value, named)) ?? badParameter(name);
    const added = wanted.filter((id) => !its.sendOnBehalf.includes(id));
    const removed = its.sendOnBehalf.filter((id) => !wanted.includes(id));
    if (added.length + removed.length === 0) return undefined;
    if (state.people.named(mailbox.personId)?.onPremisesSyncEnabled === true) {
      return masteredOnPremises(mailbox.displayName);
    }
    return () => {
      setRights(state, mailbox, { sendOnBehalf: [...wanted] });
      for (const id of added) note(state, mailbox, "grant-send-on-behalf", id);
      for (const id of removed) note(state, mailbox, "revoke-send-on-behalf", id);
    };
  },
};

/** The value with object ids in place of whatever names somebody. */
function resolved(value: unknown, named: (identity: string) => string): unknown {
  if (typeof value === "string") return named(value);
  if (Array.isArray(value)) return value.map((one) => resolved(one, named));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, key === "@odata.type" ? one : resolved(one, named)]),
  );
}
