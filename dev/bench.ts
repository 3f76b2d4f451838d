import { writeFile } from "node:fs/promises";
import { Command, Option } from "commander";
import { measureBroker } from "./bench/broker.ts";
import { measureCosts } from "./bench/costs.ts";
import { measureLockout } from "./bench/lockout.ts";
import { measureSweep, type SweepFigures } from "./bench/sweep.ts";
import { measureThroughput } from "./bench/throughput.ts";
import { Display, tableOf } from "./demo/display.ts";

const parts = ["lockout", "throughput", "costs", "broker", "sweep"] as const;
/** Filling the tables takes minutes: only when it is asked for. */
const usual: readonly Part[] = ["lockout", "throughput", "costs", "broker"];
type Part = (typeof parts)[number];

const command = new Command("npm run bench --")
  .description(
    "Measures the product on the local stack: time to lockout, cases per second, what each step costs, and the broker.",
  )
  .argument("[parts...]", `any of ${parts.join(", ")}; all but sweep by default`)
  .option("--runs <n>", "runs of the lockout", Number, 7)
  .option("--cases <n>", "cases at once", Number, 200)
  .option("--latency <ms>", "latency of a tenant call for the lockout", Number, 50)
  .option("--rows <list>", "rows in the ledger's tables for the sweep", sizesOf, [10_000, 100_000, 1_000_000])
  .addOption(new Option("--out <file>", "where the figures go as JSON").default("bench.json"))
  .option("--json", "print the figures as JSON instead of tables")
  .addHelpText(
    "after",
    "\nFigures depend on the machine: compare them on one machine only. Exit status: 0 measured, 2 not.",
  )
  .parse();
const options = command.opts<{
  runs: number;
  cases: number;
  latency: number;
  rows: number[];
  out: string;
  json?: boolean;
}>();
const chosen = (command.args.length === 0 ? usual : command.args) as readonly Part[];
const display = new Display(options.json === true);
const progress = (text: string) => display.waitFor(text);

try {
  const unknown = chosen.filter((part) => !parts.includes(part));
  if (unknown.length > 0) throw new Error(`there is no part ${unknown.join(", ")}`);
  const figures = {
    measuredAt: new Date().toISOString(),
    node: process.version,
    ...(chosen.includes("lockout") && { lockout: await measureLockout(options.latency, options.runs, progress) }),
    ...(chosen.includes("throughput") && { throughput: await measureThroughput(options.cases, progress) }),
    ...(chosen.includes("costs") && { costs: await measureCosts(progress) }),
    ...(chosen.includes("broker") && { broker: await measureBroker(progress) }),
    ...(chosen.includes("sweep") && { sweep: await measureSweep(options.rows, progress) }),
  };
  display.end();
  await writeFile(options.out, `${JSON.stringify(figures, undefined, 2)}\n`);
  if (options.json) console.log(JSON.stringify(figures));
  else print(figures);
} catch (error) {
  display.end();
  console.error(`Nothing was measured: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

interface Figures {
  readonly lockout?: Awaited<ReturnType<typeof measureLockout>>;
  readonly throughput?: Awaited<ReturnType<typeof measureThroughput>>;
  readonly costs?: Awaited<ReturnType<typeof measureCosts>>;
  readonly broker?: Awaited<ReturnType<typeof measureBroker>>;
  readonly sweep?: readonly SweepFigures[];
}

function print({ lockout, throughput, costs, broker, sweep }: Figures): void {
  if (lockout !== undefined) {
    const { latencyMs, callsOnCriticalPath, criticalPathMs, lockoutMs } = lockout;
    console.log(`\nTime to lockout, one case, ${latencyMs} ms per tenant call, ${lockoutMs.length} runs`);
    console.log(`  critical path  ${callsOnCriticalPath} calls in a row = ${criticalPathMs} ms`);
    console.log(`  measured       ${spread(lockoutMs)}`);
    console.log(
      "  of it          up to 1 s waiting until the directory's clock, which has whole seconds, shows a second revocation",
    );
  }
  if (throughput !== undefined) {
    const { cases, acceptedMs, totalMs, casesPerSecond, lockoutMs } = throughput;
    console.log(`\n${cases} cases at once, no latency at the tenant`);
    console.log(`  accepted       after ${Math.round(acceptedMs)} ms`);
    console.log(`  closed         after ${Math.round(totalMs)} ms: ${casesPerSecond.toFixed(1)} cases per second`);
    console.log(`  lockout        ${spread(lockoutMs)}`);
  }
  if (costs !== undefined) {
    const rows = costs.map((cost) =>
      [
        cost.what,
        cost.tableReads,
        cost.tableTransactions,
        cost.otherTableWrites,
        cost.busSends,
        cost.tenantRequests,
      ].map(String),
    );
    console.log("\nWhat each step costs, undisturbed (each message is also received and completed once)\n");
    console.log(tableOf(["", "table reads", "transactions", "other writes", "bus sends", "tenant requests"], rows));
  }
  if (broker !== undefined) {
    const { messages, bodyBytes, sentPerSecond, completedPerSecond, sentOneByOnePerSecond, sessionsPerSecond } = broker;
    console.log(`\nService Bus emulator, one client, ${messages} messages of ${bodyBytes} bytes`);
    console.log(`  sent           ${Math.round(sentPerSecond)} per second in batches`);
    console.log(`                 ${Math.round(sentOneByOnePerSecond)} per second one by one`);
    console.log(`  completed      ${Math.round(completedPerSecond)} per second, received and completed`);
    console.log(`  sessions       ${Math.round(sessionsPerSecond)} per second, ten messages each`);
  }
  if (sweep !== undefined) {
    const rows = sweep.map((one) => [
      String(one.rows),
      String(one.due),
      String(one.tableRequests),
      String(one.messages),
      `${median(one.ms)} ms`,
      `${median(one.emptyQueryMs)} ms`,
    ]);
    console.log("\nOne sweep, by how many rows the ledger's tables hold (medians of 20)\n");
    console.log(tableOf(["rows", "due", "table requests", "messages", "sweep", "a query that finds nothing"], rows));
  }
  console.log(`\nFigures: ${options.out}`);
}

function median(values: readonly number[]): number {
  return Math.round((values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN) * 10) / 10;
}

function sizesOf(text: string): number[] {
  return text.split(",").map(Number);
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN);
  return `min ${at(0)} ms, median ${at(0.5)} ms, p95 ${at(0.95)} ms, max ${at(1)} ms`;
}
