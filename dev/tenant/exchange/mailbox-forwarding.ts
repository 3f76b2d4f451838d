import { badParameter, masteredOnPremises, notFound } from "./exchange-errors.ts";
import type { AskedParameter, MailboxParameters } from "./mailbox-parameter.ts";
import type { MailboxState } from "./mailbox-state.ts";
import { recipientNamed } from "./recipients.ts";

type Forwarding = Pick<MailboxState, (typeof properties)[number]>;

const properties = ["forwardingAddress", "forwardingSmtpAddress", "deliverToMailboxAndForward"] as const;
const names = ["ForwardingAddress", "ForwardingSmtpAddress", "DeliverToMailboxAndForward"] as const;

/**
 * Forwarding of a mailbox (m365-operations 8.3): the three parameters of a call are one effect. That a recipient as
 * target is refused for a synced mailbox is our reading: the attribute behind it is synced, the one of the address is not.
 */
export const forwardingParameters: MailboxParameters = Object.fromEntries(names.map((name) => [name, judge]));

function judge(asked: AskedParameter): (() => void) | undefined {
  const first = names.find((name) => asked.parameters[name] !== undefined);
  return first === asked.name ? change(asked) : undefined;
}

function change(asked: AskedParameter): (() => void) | undefined {
  const { its } = asked;
  const wanted: Forwarding = {
    forwardingAddress: recipientIn(asked),
    forwardingSmtpAddress: addressIn(asked),
    deliverToMailboxAndForward: keepsCopyIn(asked),
  };
  if (properties.every((property) => wanted[property] === its[property])) return undefined;
  return () => setForwarding(asked, wanted);
}

function setForwarding({ state, mailbox, its }: AskedParameter, wanted: Forwarding): void {
  const { exchangeGuid: objectId, personId } = mailbox;
  state.exchange.replicas.mailboxForwarding.replacing(objectId, { ...its });
  Object.assign(its, wanted);
  const detail = {
    to: wanted.forwardingAddress,
    toAddress: wanted.forwardingSmtpAddress !== null,
    keepsCopy: wanted.deliverToMailboxAndForward,
  };
  state.effects.add({ operation: "set-forwarding", objectId, personId, detail });
}

function recipientIn({ state, mailbox, its, parameters }: AskedParameter): string | null {
  const value = parameters.ForwardingAddress;
  if (value === undefined) return its.forwardingAddress;
  if (value !== null && typeof value !== "string") return badParameter("ForwardingAddress");
  const id = value === null || value === "" ? null : (recipientNamed(state, value)?.id ?? notFound(value));
  const synced = state.people.named(mailbox.personId)?.onPremisesSyncEnabled === true;
  return synced && id !== its.forwardingAddress ? masteredOnPremises(mailbox.displayName) : id;
}

function addressIn({ its, parameters }: AskedParameter): string | null {
  const value = parameters.ForwardingSmtpAddress;
  if (value === undefined) return its.forwardingSmtpAddress;
  if (value === null || value === "") return null;
  if (typeof value !== "string" || !value.includes("@")) return badParameter("ForwardingSmtpAddress");
  return value.toLowerCase().startsWith("smtp:") ? value : `smtp:${value}`;
}

function keepsCopyIn({ its, parameters }: AskedParameter): boolean {
  const value = parameters.DeliverToMailboxAndForward;
  if (value === undefined) return its.deliverToMailboxAndForward;
  return typeof value === "boolean" ? value : badParameter("DeliverToMailboxAndForward");
}
