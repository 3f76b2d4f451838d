import { Command } from "commander";
import { lookAtHealth } from "../functions/health.ts";
import { steps } from "../functions/steps.ts";
import type { HealthReport } from "../shared/health/report.ts";
import { askApp, UsageError } from "./doctor/ask-app.ts";
import { reportLines } from "./doctor/report-lines.ts";
import { settingsFrom } from "./doctor/settings-file.ts";
import { standardPorts } from "./stack/ports.ts";
import { local } from "./stack/settings.ts";

interface Options {
  readonly settings: string;
  readonly url?: string;
  readonly local?: boolean;
  readonly only?: string;
  readonly json?: boolean;
}

const options = new Command("npm run doctor --")
  .description(
    "Looks at everything that Leaver needs, and says what to do about what is not right. It changes nothing.",
  )
  .option("--settings <file>", "settings of the app, unless the environment says so", "local.settings.json")
  .option(
    "--url <address>",
    "ask the deployed app, which looks with its own identity; its function key is FUNCTION_KEY",
  )
  .option("--local", "ask the local stack that npm start runs")
  .option("--only <beginning>", "without --url and --local: the checks whose ids begin so, for example tables")
  .option("--json", "print the report as JSON, as GET /api/health answers it")
  .addHelpText(
    "after",
    "\nExit status: 0 nothing is broken (warnings may be there), 1 something is, 2 it could not look.",
  )
  .parse()
  .opts<Options>();

try {
  const report = await look();
  if (options.json) console.log(JSON.stringify(report, undefined, 2));
  else for (const line of reportLines(report)) console.log(line);
  process.exitCode = report.healthy ? 0 : 1;
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function look(): Promise<HealthReport> {
  if (options.local) return await askApp(`http://localhost:${standardPorts.host}`, local.functionKey);
  if (options.url !== undefined) return await askApp(options.url, process.env.FUNCTION_KEY);
  return await lookAtHealth({ ...settingsFrom(options.settings), ...process.env }, { steps, only: options.only });
}
