import { randomUUID } from "node:crypto";
import type { TableClient } from "@azure/data-tables";
import { afterAll, beforeAll } from "vitest";
import { type HttpProxy, startHttpProxy } from "../../../dev/proxy/http-proxy.ts";
import { connectionTo, startAzurite } from "../../../dev/stack/azurite.ts";
import { type TableName, tables } from "../../../functions/settings/azure.ts";
import { TableCaseList } from "../../../shared/adapters/tables/table-case-list.ts";
import { TableDueIndex } from "../../../shared/adapters/tables/table-due-index.ts";
import { TableInbox } from "../../../shared/adapters/tables/table-inbox.ts";
import { TableLedger } from "../../../shared/adapters/tables/table-ledger.ts";
import { TableSubjects } from "../../../shared/adapters/tables/table-subjects.ts";
import { instant } from "../../../shared/domain/ids.ts";

/** The adapters over a real Azurite, with a proxy in between that can make answers go missing. */
export interface SomeTables {
  readonly proxy: HttpProxy;
  readonly table: (name: TableName) => TableClient;
  readonly ledger: TableLedger;
  readonly due: TableDueIndex;
  readonly inbox: TableInbox;
  readonly subjects: TableSubjects;
  readonly caseList: TableCaseList;
}

/** Starts Azurite once for a test file and ends it afterwards. */
export function someTables(): { readonly here: SomeTables } {
  const holder: { here?: SomeTables; stop?: () => Promise<void> } = {};
  beforeAll(async () => {
    const azurite = await startAzurite({});
    const proxy = await startHttpProxy(azurite.port);
    const table = tables({ LEDGER: connectionTo(proxy.port) });
    const clock = { now: () => instant(Date.now()) };
    const due = new TableDueIndex(table("due"));
    holder.here = {
      proxy,
      table,
      due,
      ledger: new TableLedger(table("cases"), clock, randomUUID),
      inbox: new TableInbox(table("deliveries"), due, randomUUID),
      subjects: new TableSubjects(table("subjects"), "11111111-1111-4111-8111-111111111111"),
      caseList: new TableCaseList(table("caselist")),
    };
    holder.stop = async () => {
      await proxy.close();
      await azurite.close();
    };
  });
  afterAll(async () => await holder.stop?.());
  return {
    get here() {
      if (holder.here === undefined) throw new Error("Azurite is not up yet");
      return holder.here;
    },
  };
}
