import { z } from "zod";
import { NotFoundError } from "../../domain/errors.ts";
import type { LeaverId } from "../../domain/ids.ts";
import type {
  Forwarding,
  ForwardingTarget,
  MailForwarding,
  NewForwarding,
  RecipientKind,
} from "../../domain/ports/mail-forwarding.ts";
import { acceptedDomains, isOutside } from "./accepted-domains.ts";
import type { ExchangeAdminApi } from "./admin-api.ts";
import { mailboxGuid, theMailbox } from "./the-mailbox.ts";
import { type Recipient, recipientNamed, recipientOf } from "./the-recipient.ts";

const Forwards = z.object({
  /** The name of the recipient. */
  ForwardingAddress: z.string().nullish(),
  ForwardingSmtpAddress: z.string().nullish(),
  DeliverToMailboxAndForward: z.boolean().nullish(),
});

/** What mail for a recipient of this type does. A mail user and a guest have their mailbox elsewhere. */
const kinds: Readonly<Record<string, RecipientKind>> = {
  UserMailbox: "mailbox",
  LinkedMailbox: "mailbox",
  SharedMailbox: "shared-mailbox",
  MailUser: "external",
  GuestMailUser: "external",
  MailContact: "external",
};

const nothing = { ForwardingAddress: null, ForwardingSmtpAddress: null, DeliverToMailboxAndForward: false };

/** Forwarding of mailboxes behind Exchange Online (m365-operations 8.3). */
export class ExchangeMailForwarding implements MailForwarding {
  readonly #exchange: ExchangeAdminApi;

  constructor(exchange: ExchangeAdminApi) {
    this.#exchange = exchange;
  }

  async of(id: LeaverId): Promise<Forwarding | undefined> {
    const what = "Reading the forwarding of the mailbox";
    const mailbox = await theMailbox(this.#exchange, { id, what, more: Forwards });
    if (mailbox === undefined) return undefined;
    const { ForwardingAddress: name, ForwardingSmtpAddress: address } = mailbox;
    const [recipient, toAddress] = await Promise.all([
      name ? this.#recipient(name, what) : undefined,
      address ? this.#address(address, what) : undefined,
    ]);
    return { recipient, address: toAddress, keepsCopy: mailbox.DeliverToMailboxAndForward === true };
  }

  async kindOf(id: LeaverId): Promise<RecipientKind | undefined> {
    const recipient = await recipientOf(this.#exchange, id, "Reading the target of the forwarding");
    return recipient === undefined ? undefined : kindOf(recipient);
  }

  async forward(id: LeaverId, { to, as, keepsCopy }: NewForwarding): Promise<void> {
    const what = "Forwarding the mail";
    const [guid, target] = await Promise.all([
      mailboxGuid(this.#exchange, id, what),
      recipientOf(this.#exchange, to, what),
    ]);
    if (target?.address === undefined) throw new NotFoundError(`${what}: Exchange has no such target`);
    const wanted = as === "recipient" ? { ForwardingAddress: to } : { ForwardingSmtpAddress: `smtp:${target.address}` };
    await this.#set(guid, { ...nothing, ...wanted, DeliverToMailboxAndForward: keepsCopy }, what);
  }

  async stop(id: LeaverId): Promise<void> {
    const what = "Ending the forwarding";
    await this.#set(await mailboxGuid(this.#exchange, id, what), nothing, what);
  }

  async #set(guid: string, forwarding: Readonly<Record<string, string | boolean | null>>, what: string): Promise<void> {
    await this.#exchange.invoke({ name: "Set-Mailbox", parameters: { Identity: guid, ...forwarding }, what });
  }

  /** A name that nobody has any more leads nowhere. */
  async #recipient(name: string, what: string): Promise<ForwardingTarget> {
    const recipient = await recipientNamed(this.#exchange, name, what);
    return { id: recipient?.id, external: recipient !== undefined && kindOf(recipient) === "external" };
  }

  async #address(text: string, what: string): Promise<ForwardingTarget> {
    const address = text.replace(/^smtp:/i, "");
    // Side by side: the lockout waits for the snapshot, which reads the forwarding as well.
    const [recipient, domains] = await Promise.all([
      recipientNamed(this.#exchange, address, what),
      acceptedDomains(this.#exchange),
    ]);
    if (recipient !== undefined) return { id: recipient.id, external: kindOf(recipient) === "external" };
    return { id: undefined, external: isOutside(address, domains) };
  }
}

function kindOf({ type }: Recipient): RecipientKind {
  return kinds[type] ?? "other";
}
