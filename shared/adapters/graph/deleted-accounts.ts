import { z } from "zod";
import { NotFoundError } from "../../domain/errors.ts";
import { epochMs, instant, LeaverId } from "../../domain/ids.ts";
import type {
  DeletedAccount,
  DeletedAccounts,
  RestorableAccount,
  RestoreChoice,
  RestoreConflicts,
} from "../../domain/ports/deleted-accounts.ts";
import { refusalBehind } from "../service-answer.ts";
import { ItemAnswer } from "./answers.ts";
import type { GraphClient } from "./client.ts";
import { isGone } from "./errors.ts";
import type { Operation } from "./operations.ts";
import { path, quoted } from "./path.ts";

const binDays = 30;

const readBin: Operation = { what: "Looking for the deleted account", permission: "User.Read.All" };
const readNames: Operation = { what: "Looking for who has the sign-in name or address", permission: "User.Read.All" };
/** Microsoft marks Group.ReadBasic.All as the least for this list; whether it may filter by addresses is not documented. */
const readGroupAddresses: Operation = {
  what: "Looking for groups that have the address",
  permission: "GroupMember.Read.All",
};

const roleForAdmins = "Privileged Authentication Administrator";
const deleteAccount: Operation = {
  what: "Deleting the account",
  permission: "User.DeleteRestore.All",
  roleForAdmins,
  onPremises: "Delete the account in the on-premises directory, wait for the sync, then resume (R-61)",
};
const restoreAccount: Operation = {
  what: "Restoring the account",
  permission: "User.DeleteRestore.All",
  roleForAdmins,
  onPremises: "Restore the account in the on-premises directory, wait for the sync, then resume (R-61)",
};

const Deleted = z.object({ id: z.string(), deletedDateTime: z.iso.datetime({ offset: true }) });

const Managed = z.object({ manager: z.object({ id: LeaverId }).nullish() });
const readManager: Operation = { what: "Looking for the deleted account's manager", permission: "User.Read.All" };

const Named = z.object({ displayName: z.string().nullish() });

const Names = z.object({ userPrincipalName: z.string(), proxyAddresses: z.array(z.string()).nullish() });

const restorableFields =
  "id,deletedDateTime,accountEnabled,onPremisesSyncEnabled,userType,employeeId,userPrincipalName,proxyAddresses";
const Restorable = Deleted.extend({
  id: LeaverId,
  accountEnabled: z.boolean().nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
  employeeId: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  proxyAddresses: z.array(z.string()).nullish(),
});

/** Conditions that one `$filter` takes in comfort. */
const mostConditions = 10;

/** The directory's bin behind Microsoft Graph v1.0. */
export class GraphDeletedAccounts implements DeletedAccounts {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async find(id: LeaverId): Promise<DeletedAccount | undefined> {
    const item = path`directory/deletedItems/${id}?$select=id,deletedDateTime`;
    const found = await orNothing(this.#graph.get(item, Deleted, readBin));
    return found && clockOf(found);
  }

  async displayName(id: LeaverId): Promise<string | undefined> {
    const item = path`directory/deletedItems/${id}?$select=id,displayName`;
    return (await orNothing(this.#graph.get(item, Named, readBin)))?.displayName ?? undefined;
  }

  async managerOf(id: LeaverId): Promise<LeaverId | undefined> {
    const item = path`directory/deletedItems/${id}/microsoft.graph.user?$select=id&$expand=manager($select=id)`;
    try {
      return (await orNothing(this.#graph.get(item, Managed, readManager)))?.manager?.id;
    } catch (error) {
      // Not documented for the bin: a service that does not take the question knows no manager.
      if (refusalBehind(error)?.status === 400) return undefined;
      throw error;
    }
  }

  async restorable(id: LeaverId): Promise<RestorableAccount | undefined> {
    const item = path`directory/deletedItems/${id}?$select=${restorableFields}`;
    const found = await orNothing(this.#graph.get(item, Restorable, readBin));
    return found && accountOf(found);
  }

  async named(name: string): Promise<readonly RestorableAccount[]> {
    const all = path`directory/deletedItems/microsoft.graph.user?$select=${restorableFields}&$top=999`;
    const wanted = name.toLowerCase();
    const found = (await this.#graph.list(all, Restorable, readBin)).filter(
      ({ id, employeeId, userPrincipalName }) =>
        employeeId?.toLowerCase() === wanted || withoutId(userPrincipalName ?? "", id).toLowerCase() === wanted,
    );
    return found.map(accountOf);
  }

  async conflicts(id: LeaverId, signInName?: string): Promise<RestoreConflicts> {
    const item = path`directory/deletedItems/${id}?$select=id,userPrincipalName,proxyAddresses`;
    const { userPrincipalName, proxyAddresses } = await this.#graph.get(item, Names, readBin);
    const name = signInName ?? withoutId(userPrincipalName, id);
    const filter = `userPrincipalName eq ${quoted(name)}`;
    const [holders, addresses] = await Promise.all([
      this.#graph.list(path`users?$filter=${filter}&$select=id`, ItemAnswer, readNames),
      this.#takenAmong(proxyAddresses ?? []),
    ]);
    return { signInName: holders.map((holder) => LeaverId.parse(holder.id)), ...addresses };
  }

  delete(id: LeaverId): Promise<void> {
    return this.#graph.delete(path`users/${id}`, deleteAccount);
  }

  async restore(id: LeaverId, { signInName, dropAddresses }: RestoreChoice = {}): Promise<void> {
    const body = {
      ...(signInName !== undefined && { newUserPrincipalName: signInName }),
      ...(dropAddresses && { autoReconcileProxyConflict: true }),
    };
    const isEmpty = Object.keys(body).length === 0;
    try {
      await this.#graph.post(path`directory/deletedItems/${id}/restore`, isEmpty ? undefined : body, restoreAccount);
    } catch (error) {
      // Back already, or gone for good: the next look tells which.
      if (!isGone(refusalBehind(error))) throw error;
    }
  }

  /** One query for each address, because a holder of several says nothing about which. */
  async #takenAmong(proxyAddresses: readonly string[]): Promise<Omit<RestoreConflicts, "signInName">> {
    const addresses = [...new Set(proxyAddresses.map((proxy) => proxy.replace(/^smtp:/i, "").toLowerCase()))];
    const holders = new Set<string>();
    let addressesTaken = 0;
    for (let start = 0; start < addresses.length; start += mostConditions) {
      const part = addresses.slice(start, start + mostConditions);
      const found = await Promise.all(part.map(async (address) => await this.#holdersOf(address)));
      for (const ids of found) {
        for (const id of ids) holders.add(id);
        if (ids.length > 0) addressesTaken += 1;
      }
    }
    return { addresses: [...holders], addressesTaken };
  }

  /** The prefix in capitals is the primary address; whether filters tell them apart is not documented (4.1). */
  async #holdersOf(address: string): Promise<readonly string[]> {
    const filter = ["SMTP:", "smtp:"].map((prefix) => `proxyAddresses/any(p:p eq ${quoted(prefix + address)})`);
    const either = filter.join(" or ");
    const [people, groups] = await Promise.all([
      this.#graph.list(path`users?$filter=${either}&$select=id`, ItemAnswer, readNames),
      this.#graph.list(path`groups?$filter=${either}&$select=id`, ItemAnswer, readGroupAddresses),
    ]);
    return [...people, ...groups].map(({ id }) => id);
  }
}

async function orNothing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

function clockOf({ deletedDateTime }: z.infer<typeof Deleted>): DeletedAccount {
  const deletedAt = instant(Date.parse(deletedDateTime));
  return { deletedAt, purgedAt: instant(epochMs(deletedAt) + binDays * 86_400_000) };
}

function accountOf(found: z.infer<typeof Restorable>): RestorableAccount {
  return {
    ...clockOf(found),
    id: found.id,
    enabled: found.accountEnabled === true,
    masteredOnPremises: found.onPremisesSyncEnabled === true,
    kind: found.userType?.toLowerCase() === "guest" ? "guest" : "member",
    addresses: found.proxyAddresses?.length ?? 0,
  };
}

/** In the bin the sign-in name begins with the object id in 32 hexadecimal digits, so that it is free (13.1). */
function withoutId(userPrincipalName: string, id: string): string {
  const prefix = id.replaceAll("-", "").toLowerCase();
  const prefixed = userPrincipalName.toLowerCase().startsWith(prefix);
  return prefixed ? userPrincipalName.slice(prefix.length) : userPrincipalName;
}
