import { z } from "zod";
import { NeedsPersonError } from "../../domain/errors.ts";
import type { LeaverId } from "../../domain/ids.ts";
import type { AutoReplies, AutoReply } from "../../domain/ports/auto-replies.ts";
import type { ExchangeAdminApi } from "./admin-api.ts";
import { invokeAs, mailboxGuid, theMailbox } from "./the-mailbox.ts";

const Configuration = z.object({
  AutoReplyState: z.enum(["Disabled", "Enabled", "Scheduled"]),
  InternalMessage: z.string().nullish(),
  ExternalMessage: z.string().nullish(),
  ExternalAudience: z.string().nullish(),
});

const states = { Disabled: "disabled", Enabled: "enabled", Scheduled: "scheduled" } as const;

/** Automatic replies of Exchange Online: also for shared and blocked mailboxes (m365-operations 8.7). */
export class ExchangeAutoReplies implements AutoReplies {
  readonly #exchange: ExchangeAdminApi;

  constructor(exchange: ExchangeAdminApi) {
    this.#exchange = exchange;
  }

  async of(id: LeaverId, mark: string): Promise<AutoReply | undefined> {
    const what = "Reading the automatic reply";
    const mailbox = await theMailbox(this.#exchange, { id, what, more: z.object({}) });
    if (mailbox === undefined) return undefined;
    const [shown, ...others] = await invokeAs(
      this.#exchange,
      {
        name: "Get-MailboxAutoReplyConfiguration",
        parameters: { Identity: mailbox.guid },
        select: Object.keys(Configuration.shape),
        what,
      },
      Configuration,
    );
    if (shown === undefined || others.length > 0) {
      throw new NeedsPersonError(`${what}: Exchange answered with other mailboxes; set the reply by hand, then resume`);
    }
    const messages = [shown.InternalMessage, shown.ExternalMessage];
    const marked = shown.ExternalAudience === "All" && messages.every((message) => message?.includes(mark) === true);
    return { state: states[shown.AutoReplyState], marked };
  }

  async answer(id: LeaverId, html: string): Promise<void> {
    await this.#set(id, {
      AutoReplyState: "Enabled",
      InternalMessage: html,
      ExternalMessage: html,
      ExternalAudience: "All",
    });
  }

  async silence(id: LeaverId): Promise<void> {
    await this.#set(id, { AutoReplyState: "Disabled" });
  }

  async #set(id: LeaverId, wanted: Readonly<Record<string, string>>): Promise<void> {
    const what = "Setting the automatic reply";
    const parameters = { Identity: await mailboxGuid(this.#exchange, id, what), ...wanted };
    await this.#exchange.invoke({ name: "Set-MailboxAutoReplyConfiguration", parameters, what });
  }
}
