import { styleText } from "node:util";
import { Command, InvalidArgumentError, Option } from "commander";
import { readFaultFile } from "./faults/fault-file.ts";
import { standardPorts } from "./stack/ports.ts";
import { startStack } from "./stack/stack.ts";
import { type Solo, type SoloPart, soloParts, startSolo } from "./start/only.ts";
import { stopAsked } from "./start/stop-asked.ts";
import { welcome } from "./start/welcome.ts";

interface Options {
  readonly data?: string;
  readonly people: number;
  readonly latency: number;
  readonly instances: number;
  readonly faults?: string;
  readonly only?: SoloPart;
  readonly config?: string;
  readonly quiet?: boolean;
}

const options = new Command("npm start --")
  .description("Runs the whole product on this machine against a simulated Microsoft 365 tenant, until Ctrl+C.")
  .option("--data <dir>", "keep everything in this folder between runs: ledger, messages, tenant, policy, virtual time")
  .option("--people <n>", "generated people beside the company of 26", wholeNumber, 0)
  .option("--latency <ms>", "let every request to the tenant take so long", wholeNumber, 0)
  .option("--instances <n>", "instances of the app against the one broker, each in a process of its own", someNumber, 1)
  .option(
    "--faults <file>",
    "let calls to tenant, tables and broker go wrong as this file says; see docs/local-stack.md",
  )
  .addOption(new Option("--only <part>", "start one part, for other programs to use").choices(soloParts))
  .option("--config <file>", "with --only broker: entities as in the Config.json of Microsoft's Service Bus emulator")
  .option("--quiet", "do not print the log of host and app")
  .addHelpText(
    "after",
    "\nExit status: 0 after Ctrl+C (npm makes 130 of it), 130 when asked to stop twice, 2 when the stack could not start.",
  )
  .parse()
  .opts<Options>();

// Before anything starts, so that a Ctrl+C in between stops in good order too.
const asked = stopAsked();
let running: Solo | undefined;
try {
  running = options.only === undefined ? await wholeStack() : await startSolo(options.only, soloOptions());
  console.log(running.welcome);
  await asked;
} catch (error) {
  console.error(`The stack could not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
} finally {
  await running?.close();
}

async function wholeStack(): Promise<Solo> {
  const stack = await startStack({
    data: options.data,
    ports: standardPorts,
    people: options.people,
    latencyMs: options.latency,
    instances: options.instances,
    faults: options.faults === undefined ? undefined : readFaultFile(options.faults),
    onLog({ at, level, functionName = "", message }) {
      if (!options.quiet)
        console.log(`${styleText("dim", at)} ${level.padEnd(11)} ${functionName.padEnd(22)} ${message}`);
    },
  });
  return { welcome: welcome(stack, options.data), close: () => stack.stop() };
}

function soloOptions() {
  const { data, config, people, latency } = options;
  return { data, config, people, latencyMs: latency };
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError("a whole number is needed");
  return Number(text);
}

function someNumber(text: string): number {
  const number = wholeNumber(text);
  if (number < 1) throw new InvalidArgumentError("one at least is needed");
  return number;
}
