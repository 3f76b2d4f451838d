import { z } from "zod";
import type { LeaverId } from "../../domain/ids.ts";
import type { AddressListEntry, AddressLists } from "../../domain/ports/address-lists.ts";
import type { ExchangeAdminApi } from "./admin-api.ts";
import { mailboxGuid, theMailbox } from "./the-mailbox.ts";

const Listed = z.object({ HiddenFromAddressListsEnabled: z.boolean(), IsDirSynced: z.boolean().nullish() });

/** Address lists of Exchange Online, which has the last word on them (m365-operations 8.6). */
export class ExchangeAddressLists implements AddressLists {
  readonly #exchange: ExchangeAdminApi;

  constructor(exchange: ExchangeAdminApi) {
    this.#exchange = exchange;
  }

  async entryOf(id: LeaverId): Promise<AddressListEntry | undefined> {
    const mailbox = await theMailbox(this.#exchange, { id, what: "Reading the address lists", more: Listed });
    if (mailbox === undefined) return undefined;
    return { hidden: mailbox.HiddenFromAddressListsEnabled, masteredOnPremises: mailbox.IsDirSynced === true };
  }

  hide(id: LeaverId): Promise<void> {
    return this.#set(id, true);
  }

  show(id: LeaverId): Promise<void> {
    return this.#set(id, false);
  }

  async #set(id: LeaverId, hidden: boolean): Promise<void> {
    const what = "Hiding from the address lists, or showing there,";
    const parameters = { Identity: await mailboxGuid(this.#exchange, id, what), HiddenFromAddressListsEnabled: hidden };
    await this.#exchange.invoke({ name: "Set-Mailbox", parameters, what });
  }
}
