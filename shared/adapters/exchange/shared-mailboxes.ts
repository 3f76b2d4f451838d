import { z } from "zod";
import { TryLaterError } from "../../domain/errors.ts";
import type { LeaverId } from "../../domain/ids.ts";
import type { MailboxSizes, MailboxType, SharedMailboxes, TypedMailbox } from "../../domain/ports/shared-mailboxes.ts";
import type { ExchangeAdminApi } from "./admin-api.ts";
import { invokeAs, mailboxGuid, theMailbox } from "./the-mailbox.ts";

const Typed = z.object({
  RecipientTypeDetails: z.string(),
  IsDirSynced: z.boolean().nullish(),
  ArchiveStatus: z.string().nullish(),
});

const Statistics = z.object({ TotalItemSize: z.string(), TotalDeletedItemSize: z.string() });

const types: Readonly<Record<string, MailboxType>> = { UserMailbox: "user", SharedMailbox: "shared" };

/** Types and sizes of mailboxes behind Exchange Online (m365-operations 8.1, 8.2). */
export class ExchangeSharedMailboxes implements SharedMailboxes {
  readonly #exchange: ExchangeAdminApi;

  constructor(exchange: ExchangeAdminApi) {
    this.#exchange = exchange;
  }

  async find(id: LeaverId): Promise<TypedMailbox | undefined> {
    const mailbox = await theMailbox(this.#exchange, { id, what: "Reading the type of the mailbox", more: Typed });
    if (mailbox === undefined) return undefined;
    return {
      type: types[mailbox.RecipientTypeDetails] ?? "other",
      masteredOnPremises: mailbox.IsDirSynced === true,
      hasArchive: hasArchive(mailbox),
    };
  }

  async sizesOf(id: LeaverId): Promise<MailboxSizes | undefined> {
    const what = "Measuring the mailbox";
    const mailbox = await theMailbox(this.#exchange, { id, what, more: Typed });
    if (mailbox === undefined) return undefined;
    const [primary, archive] = await Promise.all([
      this.#statistics(mailbox.guid, false),
      hasArchive(mailbox) ? this.#statistics(mailbox.guid, true) : undefined,
    ]);
    return { primary: primary.items, recoverable: primary.deleted, archive: archive?.items };
  }

  makeShared(id: LeaverId): Promise<void> {
    return this.#convert(id, "Shared");
  }

  makePersonal(id: LeaverId): Promise<void> {
    return this.#convert(id, "Regular");
  }

  async #convert(id: LeaverId, type: "Shared" | "Regular"): Promise<void> {
    const what = "Converting the mailbox";
    const parameters = { Identity: await mailboxGuid(this.#exchange, id, what), Type: type };
    await this.#exchange.invoke({ name: "Set-Mailbox", parameters, what });
  }

  /** A mailbox that nobody ever opened answers with a warning and nothing else. */
  async #statistics(guid: string, archive: boolean): Promise<{ items: number; deleted: number }> {
    const what = "Measuring the mailbox";
    const parameters = { Identity: guid, ...(archive && { Archive: true }) };
    const select = Object.keys(Statistics.shape);
    const cmdlet = { name: "Get-MailboxStatistics", parameters, select, what };
    const [first] = await invokeAs(this.#exchange, cmdlet, Statistics);
    if (first === undefined) return { items: 0, deleted: 0 };
    return { items: bytesIn(first.TotalItemSize, what), deleted: bytesIn(first.TotalDeletedItemSize, what) };
  }
}

function hasArchive({ ArchiveStatus: status }: z.infer<typeof Typed>): boolean {
  return status != null && status !== "None";
}

/** The exact number of `12.3 GB (13,207,024,435 bytes)`. */
function bytesIn(size: string, what: string): number {
  const digits = /\(([\d,.\s]+) bytes\)/.exec(size)?.[1]?.replace(/\D/g, "");
  if (!digits) throw new TryLaterError(`${what} has to wait: the size cannot be read`);
  return Number(digits);
}
