import { odata, type TableClient } from "@azure/data-tables";
import { CaseId, epochMs, type Instant } from "../../domain/ids.ts";
import type { CaseList } from "../../domain/ports/ledger.ts";
import { sortable } from "./keys.ts";
import { storage } from "./storage-errors.ts";

const partitionKey = "cases";
const endOfTime = 9_999_999_999_999;

/** Case ids by opening time, newest first. It holds nothing else, so it is never out of date. */
export class TableCaseList implements CaseList {
  readonly #table: TableClient;

  constructor(table: TableClient) {
    this.#table = table;
  }

  async add(caseId: CaseId, openedAt: Instant): Promise<void> {
    const rowKey = `${sortable(endOfTime - epochMs(openedAt))}_${caseId}`;
    await storage(() => this.#table.upsertEntity({ partitionKey, rowKey }, "Replace"));
  }

  async countSince(since: Instant, most: number): Promise<number> {
    // "`" comes right after "_": every row of that millisecond is in.
    const end = `${sortable(endOfTime - epochMs(since))}\``;
    const filter = odata`PartitionKey eq ${partitionKey} and RowKey lt ${end}`;
    const caseIds = new Set<string>();
    return await storage(async () => {
      for await (const { rowKey = "" } of this.#table.listEntities({ queryOptions: { filter } })) {
        caseIds.add(rowKey.slice(rowKey.indexOf("_") + 1));
        if (caseIds.size >= most) break;
      }
      return caseIds.size;
    });
  }

  async page(size: number, continuation: string | undefined) {
    const after = continuation === undefined ? "" : continuation;
    const filter = odata`PartitionKey eq ${partitionKey} and RowKey gt ${after}`;
    const rowKeys: string[] = [];
    for await (const { rowKey } of this.#table.listEntities({ queryOptions: { filter } })) {
      rowKeys.push(rowKey ?? "");
      if (rowKeys.length > size) break;
    }
    const shown = rowKeys.slice(0, size);
    return {
      caseIds: shown.map((rowKey) => CaseId.parse(rowKey.slice(rowKey.indexOf("_") + 1))),
      next: rowKeys.length > size ? shown.at(-1) : undefined,
    };
  }
}
