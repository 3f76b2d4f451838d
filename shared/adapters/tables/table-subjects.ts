import type { TableClient } from "@azure/data-tables";
import { z } from "zod";
import { TryLaterError } from "../../domain/errors.ts";
import { CaseId, type LeaverId } from "../../domain/ids.ts";
import type { Subjects } from "../../domain/ports/ledger.ts";
import { decodeRow } from "./row.ts";
import { hasStatus, isAmbiguous, storage } from "./storage-errors.ts";

const Lock = z.object({ caseId: CaseId, follows: CaseId.optional(), etag: z.string() });

/** The lock per person: one row per object id in the partition of the directory tenant (section 11.4). */
export class TableSubjects implements Subjects {
  readonly #table: TableClient;
  readonly #tenantId: string;

  constructor(table: TableClient, tenantId: string) {
    this.#table = table;
    this.#tenantId = tenantId;
  }

  async holder(leaverId: LeaverId): Promise<CaseId | undefined> {
    return (await this.#lock(leaverId))?.caseId;
  }

  async heldBefore(leaverId: LeaverId): Promise<CaseId | undefined> {
    return (await this.#lock(leaverId))?.follows;
  }

  async claim(leaverId: LeaverId, caseId: CaseId, insteadOf: CaseId | undefined): Promise<CaseId> {
    // The old case is named here as well: a process may die before it opens the new one, which names it too.
    const follows = insteadOf === undefined ? {} : { follows: insteadOf };
    const row = { partitionKey: this.#tenantId, rowKey: leaverId, caseId, ...follows };
    const lock = await this.#lock(leaverId);
    if (lock !== undefined && lock.caseId !== insteadOf) return lock.caseId;
    try {
      if (lock === undefined) await this.#table.createEntity(row);
      else await this.#table.updateEntity(row, "Replace", { etag: lock.etag });
      return caseId;
    } catch (error) {
      if (!isAmbiguous(error)) throw error;
      // Ours or somebody else's: the row itself says whose (RULE 18).
      const holder = await this.holder(leaverId);
      if (holder === undefined || holder === insteadOf)
        throw new TryLaterError("Table Storage did not take the claim", { cause: error });
      return holder;
    }
  }

  async #lock(leaverId: LeaverId): Promise<z.infer<typeof Lock> | undefined> {
    try {
      return Lock.parse(decodeRow(await storage(() => this.#table.getEntity(this.#tenantId, leaverId))));
    } catch (error) {
      if (hasStatus(error, 404)) return undefined;
      throw error;
    }
  }
}
