import { z } from "zod";
import { NotFoundError } from "../../domain/errors.ts";
import { epochMs, instant, type LeaverId } from "../../domain/ids.ts";
import type { DeletedAccount, DeletedAccounts } from "../../domain/ports/deleted-accounts.ts";
import type { GraphClient } from "./client.ts";
import type { Operation } from "./operations.ts";
import { path } from "./path.ts";

const binDays = 30;

const readBin: Operation = { what: "Looking for the deleted account", permission: "User.Read.All" };

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

/** The directory's bin behind Microsoft Graph v1.0. */
export class GraphDeletedAccounts implements DeletedAccounts {
  readonly #graph: GraphClient;

  constructor(graph: GraphClient) {
    this.#graph = graph;
  }

  async find(id: LeaverId): Promise<DeletedAccount | undefined> {
    try {
      const item = path`directory/deletedItems/${id}?$select=id,deletedDateTime`;
      const { deletedDateTime } = await this.#graph.get(item, Deleted, readBin);
      const deletedAt = instant(Date.parse(deletedDateTime));
      return { deletedAt, purgedAt: instant(epochMs(deletedAt) + binDays * 86_400_000) };
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  }

  delete(id: LeaverId): Promise<void> {
    return this.#graph.delete(path`users/${id}`, deleteAccount);
  }

  restore(id: LeaverId): Promise<void> {
    return this.#graph.post(path`directory/deletedItems/${id}/restore`, undefined, restoreAccount);
  }
}
