import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { Command } from "commander";
import { findBicep, versionOf } from "./infra/bicep.ts";
import { checkInfra } from "./infra/check-infra.ts";
import { installBicep } from "./infra/install-bicep.ts";

interface Options {
  readonly json?: boolean;
  readonly install?: boolean;
  readonly required?: boolean;
  readonly folder: string;
}

const options = new Command("npm run infra:check --")
  .description("Compiles and lints the Bicep files, and checks what a deployment would make: keys, TLS, roles, steps.")
  .option("--install", "fetch the Bicep compiler from nuget.org first (needs the .NET SDK)")
  .option("--required", "without a compiler: fail instead of leaving the check out")
  .option("--folder <path>", "the Bicep files", fileURLToPath(new URL("../infra", import.meta.url)))
  .option("--json", "print the result as JSON")
  .addHelpText(
    "after",
    "\nThe compiler is looked for in BICEP, on the path, in ~/.azure/bin, and where --install puts it.\nExit status: 0 nothing wrong, or left out for want of a compiler; 1 something wrong; 2 the compiler cannot be had or run.",
  )
  .parse()
  .opts<Options>();

try {
  process.exitCode = run();
} catch (error) {
  console.error(`No check: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}

function run(): number {
  const bicep = options.install ? installBicep() : findBicep();
  if (bicep === undefined) return leaveOut();
  const compiler = versionOf(bicep);
  const files = checkInfra(options.folder, bicep);
  const wrong = files.some(({ problems }) => problems.length > 0);
  if (options.json) console.log(JSON.stringify({ compiler, files }));
  else {
    console.log(`${compiler} (${bicep})`);
    for (const { file, problems } of files) {
      console.log(`${problems.length === 0 ? styleText("green", "right") : styleText("red", "wrong")}  ${file}`);
      for (const problem of problems) console.log(`       ${problem}`);
    }
  }
  return wrong ? 1 : 0;
}

function leaveOut(): number {
  const skipped =
    'There is no Bicep compiler on this machine: the check is LEFT OUT. Install one with "npm run infra:check -- --install" or "az bicep install", or name it in BICEP.';
  if (options.json) console.log(JSON.stringify({ skipped }));
  else console.log(skipped);
  return options.required ? 2 : 0;
}
