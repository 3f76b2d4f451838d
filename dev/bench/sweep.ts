import { TableClient } from "@azure/data-tables";
import { TableDueIndex } from "../../shared/adapters/tables/table-due-index.ts";
import { CaseId, instant } from "../../shared/domain/ids.ts";
import { sweep } from "../../shared/domain/sweep.ts";
import { startHttpProxy } from "../proxy/http-proxy.ts";
import { type Azurite, connectionTo, startAzurite } from "../stack/azurite.ts";

/** What one sweep costs with so many rows in the ledger's tables. */
export interface SweepFigures {
  readonly rows: number;
  readonly due: number;
  readonly fillSeconds: number;
  readonly tableRequests: number;
  readonly messages: number;
  /** Of each of the measured sweeps. */
  readonly ms: readonly number[];
  /** The same table asked for a row that is not there: what the emulator itself takes to go through it. */
  readonly emptyQueryMs: readonly number[];
}

/** A case of the whole plan has about so many rows: case, steps, history. One more is its entry of the due index. */
const rowsPerCase = 99;
const due = 100;
const runs = 20;
const hourMs = 3_600_000;

/**
 * Fills the tables with open cases, a hundred of them due, and sweeps. Nobody handles what is woken, so that every sweep
 * finds the same.
 */
export async function measureSweep(
  sizes: readonly number[],
  progress: (text: string) => void,
): Promise<readonly SweepFigures[]> {
  const figures: SweepFigures[] = [];
  for (const rows of sizes) figures.push(await measured(rows, progress));
  return figures;
}

async function measured(rows: number, progress: (text: string) => void): Promise<SweepFigures> {
  const azurite = await startAzurite({ heapMegabytes: 12_000 });
  const proxy = await startHttpProxy(azurite.port);
  try {
    const startedAt = performance.now();
    await fill(azurite, rows, progress);
    const fillSeconds = Math.round((performance.now() - startedAt) / 1_000);
    progress(`sweep: ${rows} rows are there, sweeping`);
    const table = client(connectionTo(proxy.port), "due");
    let messages = 0;
    const ports = {
      due: new TableDueIndex(table),
      bus: {
        async send(sent: readonly unknown[]) {
          messages += sent.length;
        },
      },
      clock: { now: () => instant(Date.now()) },
      log: () => undefined,
    };
    // Connections, and the emulator's own warming up.
    await sweep(ports);
    const ms: number[] = [];
    messages = 0;
    const before = proxy.requests().length;
    for (let run = 0; run < runs; run += 1) ms.push(await timed(() => sweep(ports)));
    const tableRequests = (proxy.requests().length - before) / runs;
    const filter = "PartitionKey eq 'nothing'";
    const emptyQueryMs: number[] = [];
    for (let run = 0; run < runs; run += 1)
      emptyQueryMs.push(await timed(() => Array.fromAsync(table.listEntities({ queryOptions: { filter } }))));
    return { rows, due, fillSeconds, tableRequests, messages: messages / runs, ms, emptyQueryMs };
  } finally {
    await proxy.close();
    await azurite.close();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** Open cases with their rows, and one entry of the due index each: the first hundred were due within the last hours. */
async function fill(azurite: Azurite, rows: number, progress: (text: string) => void): Promise<void> {
  const cases = client(azurite.connectionString, "cases");
  const index = new TableDueIndex(client(azurite.connectionString, "due"));
  const count = Math.floor(rows / (rowsPerCase + 1));
  if (count < due) throw new Error(`${rows} rows are too few: ${due} cases are to be due`);
  const now = Date.now();
  let next = 0;
  const fillSome = async () => {
    for (let number = next++; number < count; number = next++) {
      const caseId = CaseId.parse(`case-${number.toString(36).padStart(20, "0")}`);
      await cases.submitTransaction(caseRows(caseId, number));
      const at = number < due ? now - (number % 5) * hourMs - 1_000 : now + (1 + (number % 2_000)) * hourMs;
      await index.put(instant(at), { kind: "case", caseId });
      if (number % 100 === 0) progress(`sweep: ${number * (rowsPerCase + 1)} of ${rows} rows are there`);
    }
  };
  await Promise.all(Array.from({ length: 6 }, fillSome));
}

type Action = Parameters<TableClient["submitTransaction"]>[0][number];

/** As long as the rows of a real case are on average. Row keys are not repeated: many equal ones make the emulator slow. */
function caseRows(caseId: CaseId, number: number): Action[] {
  const text = "x".repeat(400);
  return Array.from({ length: rowsPerCase }, (_, row): Action => {
    const rowKey = `audit:${String(number * rowsPerCase + row).padStart(20, "0")}`;
    return ["create", { partitionKey: caseId, rowKey, text }];
  });
}

function client(connection: string, name: string): TableClient {
  return TableClient.fromConnectionString(connection, name, {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 2 },
  });
}
