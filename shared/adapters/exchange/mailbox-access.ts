import { z } from "zod";
import { NeedsPersonError } from "../../domain/errors.ts";
import { LeaverId } from "../../domain/ids.ts";
import { inTurns } from "../../domain/in-turns.ts";
import type { Delegates, HeldRight, MailboxAccess, MailboxRight } from "../../domain/ports/mailbox-access.ts";
import type { ExchangeAdminApi } from "./admin-api.ts";
import { countOfOpeners, countOfSenders, fullAccess, type Grantee, sendAs, sendAsOf } from "./permission-entries.ts";
import { mailboxGuid, theMailbox, unlessMissing } from "./the-mailbox.ts";
import { addressOf, recipientNamed, recipientOf } from "./the-recipient.ts";

/** Mailboxes that are looked at at the same time (m365-operations 8.10). */
const width = 3;

const OnBehalf = z.object({
  /** Names of recipients. */
  GrantSendOnBehalfTo: z.array(z.string()).nullish(),
});
const Owner = z.object({ ExternalDirectoryObjectId: z.string().nullish() });

/** Rights on mailboxes behind Exchange Online (m365-operations 8.4, 8.5, 8.10). */
export class ExchangeMailboxAccess implements MailboxAccess {
  readonly #exchange: ExchangeAdminApi;

  constructor(exchange: ExchangeAdminApi) {
    this.#exchange = exchange;
  }

  async rightsOn(
    owners: readonly LeaverId[],
    grantee: LeaverId,
    rights: readonly MailboxRight[],
  ): Promise<readonly HeldRight[]> {
    if (owners.length === 0) return [];
    const known = await this.#grantee(grantee);
    if (known === undefined) return [];
    const held = await inTurns(owners, (owner) => this.#rightsOf(owner, known, rights), width);
    return held.flat();
  }

  async #rightsOf(owner: LeaverId, grantee: Grantee, rights: readonly MailboxRight[]): Promise<HeldRight[]> {
    const what = "Reading the rights on a mailbox";
    const mailbox = await theMailbox(this.#exchange, { id: owner, what, more: OnBehalf });
    const held: MailboxRight[] = [];
    if (mailbox !== undefined && rights.includes("full-access")) {
      if (await fullAccess(this.#exchange, mailbox.guid, grantee)) held.push("full-access");
    }
    if (rights.includes("send-as") && (await sendAs(this.#exchange, owner, grantee))) held.push("send-as");
    if (rights.includes("send-on-behalf") && mailbox?.GrantSendOnBehalfTo?.includes(grantee.name)) {
      held.push("send-on-behalf");
    }
    return held.map((right) => ({ owner, right }));
  }

  async grant({ owner, right }: HeldRight, grantee: LeaverId): Promise<void> {
    const what = "Granting a right on a mailbox";
    const address = await addressOf(this.#exchange, grantee, what);
    switch (right) {
      case "full-access": {
        const entry = await this.#fullAccessEntry(owner, address, what);
        const parameters = { ...entry, AutoMapping: true };
        return void (await this.#exchange.invoke({ name: "Add-MailboxPermission", parameters, what }));
      }
      case "send-as": {
        const parameters = await this.#sendAsEntry(owner, address, what);
        return void (await this.#exchange.invoke({ name: "Add-RecipientPermission", parameters, what }));
      }
      case "send-on-behalf":
        return await this.#setOnBehalf(owner, { add: address }, what);
      default:
        return right satisfies never;
    }
  }

  async revoke({ owner, right }: HeldRight, grantee: LeaverId): Promise<void> {
    const what = "Taking a right on a mailbox away";
    const address = await addressOf(this.#exchange, grantee, what);
    switch (right) {
      case "full-access": {
        const parameters = await this.#fullAccessEntry(owner, address, what);
        return void (await this.#exchange.invoke({ name: "Remove-MailboxPermission", parameters, what }));
      }
      case "send-as": {
        const parameters = await this.#sendAsEntry(owner, address, what);
        return void (await this.#exchange.invoke({ name: "Remove-RecipientPermission", parameters, what }));
      }
      case "send-on-behalf":
        return await this.#setOnBehalf(owner, { remove: address }, what);
      default:
        return right satisfies never;
    }
  }

  async canSendAs(grantee: LeaverId): Promise<readonly LeaverId[]> {
    const what = "Reading in whose name the person may send";
    const known = await this.#grantee(grantee);
    const names = known === undefined ? [] : await sendAsOf(this.#exchange, known);
    const owners = await inTurns(names, async (name) => (await recipientNamed(this.#exchange, name, what))?.id, width);
    if (owners.includes(undefined)) {
      throw new NeedsPersonError(`${what}: the directory does not know one of the owners; take the right away by hand`);
    }
    return [...new Set(owners.flatMap((owner) => owner ?? []))];
  }

  async delegatesOf(owner: LeaverId): Promise<Delegates | undefined> {
    const what = "Counting the rights on a mailbox";
    const [opened, senders] = await Promise.all([
      this.#openedBy(owner, what),
      unlessMissing(countOfSenders(this.#exchange, owner, what)),
    ]);
    if (opened === undefined) return undefined;
    return { "full-access": opened.fullAccess, "send-as": senders ?? 0, "send-on-behalf": opened.onBehalf };
  }

  async #openedBy(owner: LeaverId, what: string) {
    const mailbox = await theMailbox(this.#exchange, { id: owner, what, more: OnBehalf });
    if (mailbox === undefined) return undefined;
    const fullAccess = await countOfOpeners(this.#exchange, mailbox.guid, what);
    return { fullAccess, onBehalf: mailbox.GrantSendOnBehalfTo?.length ?? 0 };
  }

  async everyOwner(): Promise<readonly LeaverId[]> {
    const what = "Listing the mailboxes";
    const select = Object.keys(Owner.shape);
    const shown = await this.#exchange.list({
      name: "Get-Mailbox",
      parameters: { ResultSize: "Unlimited" },
      select,
      what,
    });
    // Mailboxes of the system belong to nobody.
    const ids = shown.flatMap(
      (one) => LeaverId.safeParse(Owner.safeParse(one).data?.ExternalDirectoryObjectId).data ?? [],
    );
    return [...new Set(ids)].toSorted();
  }

  async #grantee(id: LeaverId): Promise<Grantee | undefined> {
    const recipient = await recipientOf(this.#exchange, id, "Looking for the holder of rights on mailboxes");
    if (recipient?.address === undefined) return undefined;
    return { address: recipient.address, name: recipient.name };
  }

  async #fullAccessEntry(owner: LeaverId, address: string, what: string) {
    const guid = await mailboxGuid(this.#exchange, owner, what);
    return { Identity: guid, User: address, AccessRights: ["FullAccess"], InheritanceType: "All", Confirm: false };
  }

  /** A group has such entries as well, so that the owner is looked for among all recipients. */
  async #sendAsEntry(owner: LeaverId, address: string, what: string) {
    await addressOf(this.#exchange, owner, what);
    return { Identity: owner, Trustee: address, AccessRights: ["SendAs"], Confirm: false };
  }

  async #setOnBehalf(owner: LeaverId, change: Readonly<Record<string, string>>, what: string): Promise<void> {
    const guid = await mailboxGuid(this.#exchange, owner, what);
    const list = { "@odata.type": "#Exchange.GenericHashTable", ...change };
    const parameters = { Identity: guid, GrantSendOnBehalfTo: list };
    await this.#exchange.invoke({ name: "Set-Mailbox", parameters, what });
  }
}
