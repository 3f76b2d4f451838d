import { odata, type TableClient } from "@azure/data-tables";
import { z } from "zod";
import { CaseId, epochMs, type Instant, instant } from "../../domain/ids.ts";
import type { Due, DueEntry, DueIndex } from "../../domain/ports/ledger.ts";
import { keyHash, sortable } from "./keys.ts";
import { pagesOf } from "./pages-of.ts";
import { decodeRow, encodeRow } from "./row.ts";
import { hasStatus, storage } from "./storage-errors.ts";

const shards = 8;

const Entry = z.object({
  partitionKey: z.string(),
  rowKey: z.string(),
  due: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("case"), caseId: CaseId }),
    z.object({ kind: z.literal("delivery"), delivery: z.object({ partition: z.string(), row: z.string() }) }),
  ]),
});

/**
 * The due index in a table of its own: one partition per UTC hour and shard, rows by time. Handled entries are deleted, so
 * everything before now is exactly what is due: one range query from the beginning of the table finds it.
 */
export class TableDueIndex implements DueIndex {
  readonly #table: TableClient;

  constructor(table: TableClient) {
    this.#table = table;
  }

  keyFor(at: Instant, due: Due): string {
    const name = due.kind === "case" ? due.caseId : due.delivery.row;
    const shard = Number.parseInt(keyHash(name).slice(0, 8), 16) % shards;
    return `${hourOf(at)}-${shard}|${sortable(epochMs(at))}_${name}_${due.kind}`;
  }

  async put(at: Instant, due: Due): Promise<string> {
    const key = this.keyFor(at, due);
    await storage(() => this.#table.upsertEntity({ ...encodeRow({ due }), ...rowOf(key) }, "Replace"));
    return key;
  }

  async remove(key: string): Promise<void> {
    const { partitionKey, rowKey } = rowOf(key);
    try {
      await storage(() => this.#table.deleteEntity(partitionKey, rowKey));
    } catch (error) {
      if (!hasStatus(error, 404)) throw error;
    }
  }

  async *dueAt(now: Instant): AsyncIterable<readonly DueEntry[]> {
    const lastPartition = `${hourOf(now)}-${shards}`;
    const lastRow = `${sortable(epochMs(now))}_~`;
    const filter = odata`PartitionKey le ${lastPartition} and RowKey le ${lastRow}`;
    const unreadable: string[] = [];
    for await (const page of pagesOf(this.#table, filter, 500)) {
      const entries = page.map((row) => Entry.safeParse(decodeRow(row)));
      unreadable.push(
        ...page.filter((_, index) => !entries[index]?.success).map((row) => `${row.partitionKey}|${row.rowKey}`),
      );
      yield entries.flatMap(({ data }) =>
        data === undefined
          ? []
          : [{ key: `${data.partitionKey}|${data.rowKey}`, at: timeOf(data.rowKey), due: data.due }],
      );
    }
    // Only when everything readable was woken: one bad row must not keep people's access open.
    if (unreadable.length > 0) throw new Error(`Rows of the due index cannot be read: ${unreadable.join(", ")}`);
  }
}

function hourOf(at: Instant): string {
  return at.slice(0, "2026-01-01T00".length).replace(/[-T]/g, "");
}

function timeOf(rowKey: string): Instant {
  return instant(Number.parseInt(rowKey, 10));
}

function rowOf(key: string): { partitionKey: string; rowKey: string } {
  const [partitionKey = "", rowKey = ""] = key.split("|");
  return { partitionKey, rowKey };
}
