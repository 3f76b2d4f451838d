import { TableClient } from "@azure/data-tables";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { FaultFile } from "../../dev/faults/fault-file.ts";
import { orderTableFaults } from "../../dev/faults/table-faults.ts";
import { type HttpProxy, startHttpProxy } from "../../dev/proxy/http-proxy.ts";
import { type Azurite, connectionTo, startAzurite } from "../../dev/stack/azurite.ts";

let azurite: Azurite;
let proxy: HttpProxy;
let tests = 0;
let table: TableClient;

beforeAll(async () => {
  azurite = await startAzurite({});
  proxy = await startHttpProxy(azurite.port);
});
afterAll(async () => {
  await proxy.close();
  await azurite.close();
});
beforeEach(async () => {
  proxy.decide(() => undefined);
  tests += 1;
  table = TableClient.fromConnectionString(connectionTo(proxy.port), `faults${tests}`, {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });
  await table.createTable();
  for (let row = 0; row < 10; row += 1) await table.createEntity({ partitionKey: "one", rowKey: `row ${row}`, row });
});

const order = (rules: object[]): void => orderTableFaults(proxy, FaultFile.parse({ tables: rules }));

async function pages(): Promise<readonly number[]> {
  const sizes: number[] = [];
  for await (const page of table.listEntities({ queryOptions: { filter: "row ge 0" } }).byPage())
    sizes.push(page.length);
  return sizes;
}

test("RULE 19: split pages hold every row once, with tokens between them", async () => {
  order([{ method: "GET", faults: [{ rowsPerPage: 3 }] }]);

  expect(await pages()).toEqual([3, 3, 3, 1]);
});

test("RULE 19: an empty page with a token is not the end, also several in a row", async () => {
  order([
    { method: "GET", nth: 1, faults: ["empty-page"] },
    { method: "GET", nth: 2, faults: ["empty-page"] },
  ]);

  const sizes = await pages();

  expect(sizes.slice(0, 2)).toEqual([0, 0]);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(10);
});

test("RULE 19: empty and small pages mixed lose nothing and double nothing", async () => {
  order([{ method: "GET", share: 0.5, faults: ["empty-page", { rowsPerPage: 2 }, { rowsPerPage: 1 }] }]);

  const rows: number[] = [];
  for await (const { row } of table.listEntities<{ row: number }>()) rows.push(row);

  expect(rows.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("RULE 18: after the work is done the caller learns nothing; before, nothing has happened", async () => {
  order([
    { method: "POST", nth: 1, faults: ["503-after"] },
    { method: "POST", nth: 2, faults: ["cut-before"] },
  ]);
  const write = (rowKey: string) => table.createEntity({ partitionKey: "two", rowKey });

  await expect(write("done")).rejects.toThrow();
  await expect(write("not done")).rejects.toThrow();

  const kept: unknown[] = [];
  for await (const { rowKey } of table.listEntities({ queryOptions: { filter: "PartitionKey eq 'two'" } }))
    kept.push(rowKey);
  expect(kept).toEqual(["done"]);
});
