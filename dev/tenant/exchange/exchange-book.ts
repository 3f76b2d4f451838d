import { z } from "zod";
import type { Book } from "../book.ts";
import type { Mailbox } from "../model.ts";
import { Replica } from "../replica.ts";
import { MailboxState } from "./mailbox-state.ts";

const Content = z.object({
  mailboxes: z.record(z.string(), MailboxState),
  /** Policies over all mailboxes, as Get-OrganizationConfig lists them: `mbx…:2`. */
  organisationHolds: z.array(z.string()),
});
type Content = z.infer<typeof Content>;

/** What Exchange knows of its mailboxes, worked out for each when it is first asked for. */
export class ExchangeBook implements Book<Content> {
  readonly schema = Content;
  /** What reads show; orders of a lag name them as here. */
  readonly replicas = {
    litigationHold: new Replica<MailboxState["litigation"]>(),
    mailboxType: new Replica<Mailbox["kind"]>(),
    /** The type as Graph shows it, which trails behind Exchange by a time that nobody documents. */
    userPurpose: new Replica<Mailbox["kind"]>(),
    autoReply: new Replica<MailboxState["autoReply"]>(),
    inboxRules: new Replica<MailboxState["rules"]>(),
    calendar: new Replica<MailboxState["events"]>(),
    mailboxForwarding: new Replica<
      Pick<MailboxState, "forwardingAddress" | "forwardingSmtpAddress" | "deliverToMailboxAndForward">
    >(),
    mailboxPermissions: new Replica<Pick<MailboxState, "fullAccess" | "sendAs" | "sendOnBehalf">>(),
    hiddenFromAddressLists: new Replica<boolean>(),
  };
  /** A retention policy over all mailboxes that deletes only: no hold (m365-operations 7.1). */
  organisationHolds: string[] = ["mbx7cfb30345d454ac0a989ab3041051209:1"];
  /** Domains that the organisation receives mail for. */
  readonly acceptedDomains: readonly string[];
  readonly #mailboxes = new Map<string, MailboxState>();
  readonly #first: (mailbox: Mailbox) => MailboxState;

  /** @param first what a mailbox is like before anything happened to it */
  constructor(acceptedDomains: readonly string[], first: (mailbox: Mailbox) => MailboxState) {
    this.acceptedDomains = acceptedDomains;
    this.#first = first;
  }

  /** The state of a mailbox, to be read and to be changed in place. */
  of(mailbox: Mailbox): MailboxState {
    const known = this.#mailboxes.get(mailbox.exchangeGuid);
    if (known !== undefined) return known;
    const state = this.#first(mailbox);
    this.#mailboxes.set(mailbox.exchangeGuid, state);
    return state;
  }

  content(): Content {
    return { mailboxes: Object.fromEntries(this.#mailboxes), organisationHolds: this.organisationHolds };
  }

  restore({ mailboxes, organisationHolds }: Content): void {
    for (const [guid, state] of Object.entries(mailboxes)) this.#mailboxes.set(guid, state);
    this.organisationHolds = organisationHolds;
  }
}
