import { z } from "zod";
import { NeedsPersonError, NotFoundError, TryLaterError } from "../../domain/errors.ts";
import type { LeaverId } from "../../domain/ids.ts";
import type { Mailboxes, ProtocolSwitches } from "../../domain/ports/mailboxes.ts";
import type { ExchangeAdminApi } from "./admin-api.ts";
import { CasMailbox, casMailboxProperties, casParameters } from "./protocol-switches.ts";

const Answer = z.array(CasMailbox);

/** Mailboxes of Exchange Online. A mailbox is named by the object id of its owner. */
export class ExchangeMailboxes implements Mailboxes {
  readonly #exchange: ExchangeAdminApi;

  constructor(exchange: ExchangeAdminApi) {
    this.#exchange = exchange;
  }

  async protocols(id: LeaverId): Promise<ProtocolSwitches | undefined> {
    try {
      return await this.#read(id);
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  async setProtocols(id: LeaverId, switches: ProtocolSwitches): Promise<void> {
    // Exchange may take a name that it cannot resolve for "all": nothing is written before exactly this one was seen.
    await this.#read(id);
    await this.#exchange.invoke({
      name: "Set-CASMailbox",
      parameters: { Identity: id, ...casParameters(switches) },
      what: "Setting the mail protocols",
    });
  }

  async #read(id: LeaverId): Promise<ProtocolSwitches> {
    const what = "Reading the mail protocols";
    const shown = await this.#exchange.invoke({
      name: "Get-CASMailbox",
      parameters: { Identity: id },
      select: casMailboxProperties,
      what,
    });
    const answer = Answer.safeParse(shown);
    if (!answer.success) {
      throw new TryLaterError(`${what} has to wait: the answer cannot be read`, { cause: answer.error });
    }
    const [mailbox, ...others] = answer.data;
    // No mailbox is told by an error; an empty list proves nothing.
    if (mailbox === undefined) throw new TryLaterError(`${what} has to wait: Exchange named no mailbox`);
    if (others.length > 0 || mailbox.ownerId !== id) {
      throw new NeedsPersonError(`${what}: Exchange answered with another mailbox; set the protocols by hand`);
    }
    return mailbox.switches;
  }
}
