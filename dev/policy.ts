import { readFileSync } from "node:fs";
import { styleText } from "node:util";
import { Command } from "commander";
import { steps } from "../functions/steps.ts";
import { usualSettings } from "../shared/domain/case-settings.ts";
import { type PersonFacts, rulesFor, TerminationType } from "../shared/domain/policy.ts";
import { layered } from "../shared/domain/policy-layers.ts";
import { type PlacedFault, type ReadPolicy, readPolicyText } from "./policy/policy-text.ts";
import { settingLines } from "./policy/setting-lines.ts";

const program = new Command("npm run policy --")
  .description("Looks at a policy without a tenant: is it right, and what does it say about whom?")
  .addHelpText("after", "\nExit status: 0 no errors (warnings may be there), 1 errors, 2 the file cannot be read.");

program
  .command("check")
  .description(
    "Say, with line and column, what is wrong with a policy file, contradictions between its rules included.",
  )
  .argument("[file]", "the policy", "policy.json")
  .option("--json", "print the faults as JSON")
  .action((file: string, { json = false }: { readonly json?: boolean }) => {
    const { faults } = read(file);
    if (json) console.log(JSON.stringify({ file, faults }));
    else for (const fault of faults) console.log(lineOf(file, fault));
    const errors = faults.filter(({ severity }) => severity === "error").length;
    if (!json) console.log(`${file}: ${errors} errors, ${faults.length - errors} warnings`);
    process.exitCode = errors > 0 ? 1 : 0;
  });

program
  .command("show")
  .description("Print every setting that such a person's case would have, and which part of the policy says so.")
  .argument("[file]", "the policy", "policy.json")
  .option("--country <name>", "as the HR system writes it")
  .option("--department <name>", "as the HR system writes it")
  .option("--worker-type <name>", "as the HR system writes it")
  .option("--termination-type <name>", `one of ${TerminationType.options.join(", ")}`)
  .option("--user-type <name>", "member or guest")
  .option("--json", "print the settings as JSON")
  .action((file: string, { json = false, ...facts }: PersonFacts & { readonly json?: boolean }) => {
    const { policy, faults } = read(file);
    if (policy === undefined) {
      for (const fault of faults) console.error(lineOf(file, fault));
      process.exitCode = 1;
      return;
    }
    const held = rulesFor(policy, facts).map((rule) => policy.rules.indexOf(rule));
    const { settings, from } = layered(policy, held);
    if (json) console.log(JSON.stringify({ rules: held, settings }));
    else for (const line of settingLines({ settings, from }, usualSettings, policy)) console.log(line);
  });

program.parse();

function read(file: string): ReadPolicy {
  try {
    return readPolicyText(readFileSync(file, "utf8"), steps);
  } catch (error) {
    console.error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(2);
  }
}

function lineOf(file: string, { line, column, path, severity, message }: PlacedFault): string {
  const colour = severity === "error" ? "red" : "yellow";
  return `${file}:${line}:${column}  ${styleText(colour, severity)}  ${path === "" ? "" : `${path}: `}${message}`;
}
