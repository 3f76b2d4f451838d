import { odata, type TableClient } from "@azure/data-tables";
import { z } from "zod";
import { CaseId } from "../../domain/ids.ts";
import type { DeletionDays, RegisteredDeletion } from "../../domain/ports/deletion-days.ts";
import { hasStatus, storage } from "./storage-errors.ts";

const prefix = "deletions-";
const Row = z.object({ partitionKey: z.string(), rowKey: CaseId, stopped: z.boolean() });

/** One partition per day in the table of case lists, one row per case: a range of partitions is what is due. */
export class TableDeletionDays implements DeletionDays {
  readonly #table: TableClient;

  constructor(table: TableClient) {
    this.#table = table;
  }

  async put({ day, caseId, stopped }: RegisteredDeletion): Promise<void> {
    const row = { partitionKey: `${prefix}${day}`, rowKey: caseId, stopped };
    await storage(() => this.#table.upsertEntity(row, "Replace"));
  }

  async remove({ day, caseId }: Pick<RegisteredDeletion, "day" | "caseId">): Promise<void> {
    try {
      await storage(() => this.#table.deleteEntity(`${prefix}${day}`, caseId));
    } catch (error) {
      if (!hasStatus(error, 404)) throw error;
    }
  }

  async upTo(day: string): Promise<readonly RegisteredDeletion[]> {
    const filter = odata`PartitionKey ge ${prefix} and PartitionKey le ${`${prefix}${day}`}`;
    const rows = await storage(() => Array.fromAsync(this.#table.listEntities({ queryOptions: { filter } })));
    return rows.map((row) => {
      const { partitionKey, rowKey: caseId, stopped } = Row.parse(row);
      return { day: partitionKey.slice(prefix.length), caseId, stopped };
    });
  }
}
