import { odata, type TableClient } from "@azure/data-tables";
import type { CaseKind } from "../../domain/case.ts";
import { CaseId, epochMs, type Instant } from "../../domain/ids.ts";
import type { CaseList } from "../../domain/ports/ledger.ts";
import { sortable } from "./keys.ts";
import { pagesOf } from "./pages-of.ts";
import { storage } from "./storage-errors.ts";

const partitionKey = "cases";
const mostOnAPage = 1_000;
const endOfTime = 9_999_999_999_999;

/** Case ids by opening time, newest first, with the kind of case. It holds nothing else, so it is never out of date. */
export class TableCaseList implements CaseList {
  readonly #table: TableClient;

  constructor(table: TableClient) {
    this.#table = table;
  }

  async add(caseId: CaseId, openedAt: Instant, kind: CaseKind = "leaver"): Promise<void> {
    const rowKey = `${sortable(endOfTime - epochMs(openedAt))}_${caseId}`;
    await storage(() => this.#table.upsertEntity({ partitionKey, rowKey, kind }, "Replace"));
  }

  async countSince(since: Instant, most: number): Promise<number> {
    // "`" comes right after "_": every row of that millisecond is in.
    const end = `${sortable(endOfTime - epochMs(since))}\``;
    const filter = odata`PartitionKey eq ${partitionKey} and RowKey lt ${end}`;
    const caseIds = new Set<string>();
    return await storage(async () => {
      const rows = this.#table.listEntities<{ kind?: string }>({ queryOptions: { filter } });
      for await (const { rowKey = "", kind = "leaver" } of rows) {
        // Not in the filter: rows of older builds have no kind.
        if (kind !== "leaver") continue;
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
    for await (const rows of pagesOf(this.#table, filter, Math.min(size + 1, mostOnAPage))) {
      rowKeys.push(...rows.map(({ rowKey = "" }) => rowKey));
      if (rowKeys.length > size) break;
    }
    const shown = rowKeys.slice(0, size);
    return {
      caseIds: shown.map((rowKey) => CaseId.parse(rowKey.slice(rowKey.indexOf("_") + 1))),
      next: rowKeys.length > size ? shown.at(-1) : undefined,
    };
  }
}
