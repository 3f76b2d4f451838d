import type { TableClient, TableEntityResultPage } from "@azure/data-tables";
import { storage } from "./storage-errors.ts";

/**
 * The rows of a query, page by page, in the order of the keys. A page that did not come is asked for again, alone. A page may
 * be empty and still have a successor (section 10.1).
 *
 * @param mostRows on a page; storage gives 1,000 at most
 * @throws {TryLaterError} storage does not answer
 */
export async function* pagesOf(
  table: TableClient,
  filter: string,
  mostRows: number,
): AsyncGenerator<TableEntityResultPage<Record<string, unknown>>, void> {
  let after: string | undefined;
  do {
    const from = { maxPageSize: mostRows, ...(after !== undefined && { continuationToken: after }) };
    const { value: page } = await storage(
      async () => await table.listEntities({ queryOptions: { filter } }).byPage(from).next(),
    );
    if (page === undefined) return;
    yield page;
    after = page.continuationToken;
  } while (after !== undefined);
}
