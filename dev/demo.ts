import { createWriteStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { styleText } from "node:util";
import { Command } from "commander";
import permissions from "../docs/permissions.json" with { type: "json" };
import { coloured, Display } from "./demo/display.ts";
import { stepsFromLog } from "./demo/follow.ts";
import { instructions, play, type Result, summary } from "./demo/play.ts";
import { demoPolicy } from "./demo/policy.ts";
import { Stopwatch } from "./demo/stopwatch.ts";
import { readFaultFile } from "./faults/fault-file.ts";
import { Scene } from "./stack/scene.ts";
import { type Stack, startStack } from "./stack/stack.ts";

interface Options {
  readonly record?: string;
  readonly report?: string;
  readonly json?: boolean;
  readonly logs?: string;
  readonly faults?: string;
}

const {
  record,
  report,
  json = false,
  logs,
  faults,
} = new Command("npm run demo --")
  .description(
    "Runs twenty leavers through the whole product on this machine, 130 days of it, and checks what became of them.",
  )
  .option("--record <file>", "write every request to the simulated tenant to this file, one JSON object per line")
  .option("--report <file>", "write cases, steps, times and effect counters to this JSON file")
  .option("--logs <file>", "write the log of host and app to this file")
  .option("--faults <file>", "let calls to tenant, tables and broker go wrong meanwhile, as this file says")
  .option("--json", "print the report as JSON instead of text")
  .addHelpText("after", "\nExit status: 0 every case is where it should be, 1 one is not, 2 the demo could not run.")
  .parse()
  .opts<Options>();

const stopwatch = new Stopwatch();
const display = new Display(json, () => stopwatch.reading());
const recording = record === undefined ? undefined : createWriteStream(record);
const logFile = logs === undefined ? undefined : createWriteStream(logs);
/** Keys of the people by their cases, each asked for once. */
const names = new Map<string, Promise<string>>();
let stack: Stack | undefined;

const showStep = stepsFromLog(({ caseId, step, outcome }) => {
  stopwatch.saw(caseId, step, outcome);
  void personOf(caseId).then((who) => display.line(`${who.padEnd(7)} ${step.padEnd(23)} ${coloured(outcome)}`), ignore);
  if (step === "confirm-lockout" && outcome === "done") void showLockout(caseId).catch(ignore);
});

try {
  display.waitFor("Azurite, Service Bus emulator, tenant and Functions host to start");
  stack = await startStack({
    grantedPermissions: permissions,
    policy: demoPolicy,
    faults: faults === undefined ? undefined : readFaultFile(faults),
    record: (exchange) => recording?.write(`${JSON.stringify(exchange)}\n`),
    onLog(entry) {
      logFile?.write(`${JSON.stringify(entry)}\n`);
      showStep(entry);
    },
  });
  display.waitFor("");
  display.line(
    `${styleText("bold", "Leaver is up")} at ${stack.host.url} with ${stack.host.functions.length} functions; mails at ${stack.tenant.controlUrl}`,
  );
  await run(stack);
} catch (error) {
  display.end();
  console.error(`The demo could not run: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
} finally {
  display.end();
  await stack?.stop();
  recording?.end();
  logFile?.end();
}

async function run(running: Stack): Promise<void> {
  const { results, refusals } = await play(new Scene(running, display), display);
  const wrong = [...results, ...refusals, leftovers(running)].flatMap(({ who, title, faults }) =>
    faults.map((fault) => `${who} (${title}): ${fault}`),
  );
  const told = {
    seconds: Number(display.seconds()),
    results,
    refusals,
    wrong,
    effects: running.tenant.effectCounts(),
    bus: running.broker.operations(),
  };
  if (report !== undefined) await writeFile(report, JSON.stringify(told, undefined, 2));
  if (json) process.stdout.write(`${JSON.stringify(told)}\n`);
  display.block(`\n${summary(results)}\n`);
  for (const line of instructions(results)) display.block(`${styleText("yellow", "A person must act")}  ${line}`);
  for (const line of wrong) console.error(`${styleText("red", "Not as it should be")}  ${line}`);
  if (wrong.length === 0)
    display.block(
      `\n${styleText("green", "Every case is where it should be")}, seen at the tenant, after ${display.seconds()} s.`,
    );
  if (wrong.length === 0) display.block("Next: `npm start` keeps the same running, and prints what to try.");
  process.exitCode = wrong.length === 0 ? 0 : 1;
}

/** What no single story would notice: requests that the tenant did not understand, dead letters. */
function leftovers({ tenant, broker }: Stack): Result {
  const dead = Object.entries(broker.counts()).flatMap(([entity, { deadLettered }]) =>
    deadLettered > 0 ? [`${deadLettered} dead letters in ${entity}`] : [],
  );
  const unknown = tenant.unhandled().map((request) => `the tenant did not understand ${request}`);
  return { who: "all", title: "after everything", cases: [], effects: [], faults: [...dead, ...unknown] };
}

/** The last lines may come when the stack is already going down: they are for show only. */
function ignore(): void {}

/** Who the case is about, for the reader of the demo: the product's log has ids only. */
async function personOf(caseId: string): Promise<string> {
  const running = stack;
  if (running === undefined) return caseId.slice(-6);
  const known = names.get(caseId);
  if (known !== undefined) return await known;
  const name = new Scene(running).ops.show(caseId).then(({ leaverId }) => running.tenant.state.person(leaverId).key);
  names.set(caseId, name);
  // Asked again for the next line, when the app did not answer.
  name.catch(() => names.delete(caseId));
  return await name;
}

async function showLockout(caseId: string): Promise<void> {
  if (stack === undefined) return;
  const { lockoutSeconds } = await new Scene(stack).ops.show(caseId);
  const who = await personOf(caseId);
  display.line(`${who.padEnd(7)} ${styleText("bold", `⏱ locked out after ${lockoutSeconds?.toFixed(2)} s`)}`);
}
