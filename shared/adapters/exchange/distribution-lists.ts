import { z } from "zod";
import { NotFoundError, TryLaterError } from "../../domain/errors.ts";
import type { LeaverId } from "../../domain/ids.ts";
import type { DistributionLists, ManagedList } from "../../domain/ports/groups.ts";
import { refusalBehind } from "../service-answer.ts";
import type { Cmdlet, ExchangeAdminApi, Parameter } from "./admin-api.ts";
import { recipientOf } from "./the-recipient.ts";

const Lists = z.array(
  z
    .object({
      ExternalDirectoryObjectId: z.string().min(1),
      IsDirSynced: z.boolean().nullish(),
      ManagedBy: z.array(z.unknown()),
    })
    .transform(
      (list): ManagedList => ({
        id: list.ExternalDirectoryObjectId,
        synced: list.IsDirSynced === true,
        managers: list.ManagedBy.length,
      }),
    ),
);
const Members = z.array(z.object({ ExternalDirectoryObjectId: z.string().nullish() }));

/** Lists of Exchange Online, named by object id. Leaver need not manage them to write them. */
export class ExchangeDistributionLists implements DistributionLists {
  readonly #exchange: ExchangeAdminApi;

  constructor(exchange: ExchangeAdminApi) {
    this.#exchange = exchange;
  }

  async managedBy(id: LeaverId): Promise<readonly ManagedList[]> {
    const what = "Reading the lists that the leaver manages";
    // Exchange may take a name that it cannot resolve for "all": nobody whom it does not know manages a list.
    if ((await recipientOf(this.#exchange, id, what)) === undefined) return [];
    const shown = await this.#exchange.list({
      name: "Get-DistributionGroup",
      parameters: { ManagedBy: id, ResultSize: "Unlimited" },
      select: ["ExternalDirectoryObjectId", "IsDirSynced", "ManagedBy"],
      what,
    });
    return parsed(Lists, shown, what);
  }

  addManager(listId: string, id: LeaverId): Promise<void> {
    return this.#setManagers(listId, { add: id });
  }

  removeManager(listId: string, id: LeaverId): Promise<void> {
    return this.#setManagers(listId, { remove: id });
  }

  addMember(listId: string, id: LeaverId): Promise<void> {
    return this.#setMember("Add-DistributionGroupMember", listId, id, true);
  }

  removeMember(listId: string, id: LeaverId): Promise<void> {
    return this.#setMember("Remove-DistributionGroupMember", listId, id, false);
  }

  async #setManagers(listId: string, change: Readonly<Record<string, string>>): Promise<void> {
    const managers = { "@odata.type": "#Exchange.GenericHashTable", ...change };
    await this.#write("Set-DistributionGroup", { Identity: listId, ManagedBy: managers });
  }

  async #setMember(name: string, listId: string, id: LeaverId, wanted: boolean): Promise<void> {
    try {
      await this.#write(name, { Identity: listId, Member: id, Confirm: false });
    } catch (error) {
      // What the service says to "already so" is not documented: only a look tells (m365-operations 10.4).
      if (refusalBehind(error)?.status !== 400 || (await this.#isMember(listId, id)) !== wanted) throw error;
    }
  }

  async #isMember(listId: string, id: LeaverId): Promise<boolean> {
    const what = "Reading the members of a list";
    const cmdlet: Cmdlet = {
      name: "Get-DistributionGroupMember",
      parameters: { Identity: listId, ResultSize: "Unlimited" },
      select: ["ExternalDirectoryObjectId"],
      what,
    };
    const members = parsed(Members, await this.#exchange.list(cmdlet), what);
    return members.some((member) => member.ExternalDirectoryObjectId === id);
  }

  /** A list that is gone needs no change. */
  async #write(name: string, parameters: Readonly<Record<string, Parameter>>): Promise<void> {
    try {
      const all = { ...parameters, BypassSecurityGroupManagerCheck: true };
      await this.#exchange.invoke({ name, parameters: all, what: "Changing a distribution list" });
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
    }
  }
}

function parsed<T>(shape: z.ZodType<T>, shown: readonly unknown[], what: string): T {
  const answer = shape.safeParse(shown);
  if (answer.success) return answer.data;
  throw new TryLaterError(`${what} has to wait: the answer cannot be read`, { cause: answer.error });
}
