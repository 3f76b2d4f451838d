import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { styleText } from "node:util";
import { Command } from "commander";
import { tables } from "../functions/settings/azure.ts";
import { TableCaseList } from "../shared/adapters/tables/table-case-list.ts";
import { TableLedger } from "../shared/adapters/tables/table-ledger.ts";
import { CaseId, instant } from "../shared/domain/ids.ts";
import { verifyCase } from "../shared/domain/verify-case.ts";
import { type Azurite, connectionTo, startAzurite } from "./stack/azurite.ts";
import { standardPorts } from "./stack/ports.ts";

interface Options {
  readonly case?: string;
  readonly data?: string;
  readonly json?: boolean;
}

const options = new Command("npm run verify-ledger --")
  .description("Recomputes the audit chain of a case, or of every case, and says where it breaks.")
  .option("--case <id>", "only this case")
  .option("--data <dir>", "read the ledger that `npm start -- --data <dir>` left behind (while it is not running)")
  .option("--json", "print findings as JSON")
  .addHelpText(
    "after",
    `
Without --data the ledger is the one that the settings LEDGER or LEDGER__tableServiceUri name, or else the running local stack.
Exit status: 0 everything holds, 1 something does not, 2 the ledger could not be read.`,
  )
  .parse()
  .opts<Options>();

let azurite: Azurite | undefined;
try {
  if (options.data !== undefined) azurite = await startAzurite({ folder: join(options.data, "azurite") });
  const local = azurite?.connectionString ?? connectionTo(standardPorts.tables);
  const chosen = process.env.LEDGER ?? process.env.LEDGER__tableServiceUri;
  const table = tables(options.data === undefined && chosen !== undefined ? process.env : { LEDGER: local });
  const ledger = new TableLedger(table("cases"), { now: () => instant(Date.now()) }, randomUUID);
  const list = new TableCaseList(table("caselist"));
  const asked = options.case === undefined ? await everyCase(list) : [CaseId.parse(options.case)];
  const reports = [];
  for (const caseId of asked) reports.push(await verify(ledger, caseId));
  if (options.json) console.log(JSON.stringify(reports));
  else for (const report of reports) print(report);
  if (reports.some((report) => report.breaks.length > 0)) process.exitCode = 1;
} catch (error) {
  console.error(`The ledger could not be read: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
} finally {
  await azurite?.close();
}

async function everyCase(list: TableCaseList): Promise<readonly CaseId[]> {
  const all: CaseId[] = [];
  let next: string | undefined;
  do {
    const page = await list.page(100, next);
    all.push(...page.caseIds);
    next = page.next;
  } while (next !== undefined);
  return [...new Set(all)];
}

interface Report {
  readonly caseId: CaseId;
  readonly rows: number;
  readonly breaks: readonly { readonly seq: number; readonly because: string }[];
}

async function verify(ledger: TableLedger, caseId: CaseId): Promise<Report> {
  const [file, rows] = await Promise.all([ledger.load(caseId), ledger.history(caseId)]);
  if (file === undefined) return { caseId, rows: rows.length, breaks: [{ seq: 0, because: "there is no such case" }] };
  return { caseId, rows: rows.length, breaks: verifyCase(file, rows) };
}

function print({ caseId, rows, breaks }: Report): void {
  if (breaks.length === 0)
    console.log(`${styleText("green", "whole")}   ${caseId}: ${rows} audit rows, each follows from the one before`);
  for (const { seq, because } of breaks)
    console.log(`${styleText("red", "broken")}  ${caseId}, audit row ${seq}: ${because}`);
}
