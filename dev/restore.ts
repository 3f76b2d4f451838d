import { readFileSync } from "node:fs";
import { Command, Option } from "commander";
import { PeopleFileError, peopleIn } from "./restore/people-file.ts";
import { type Api, askForSignIn, CallRefusedError, orderRestores, type Person } from "./restore/restore-calls.ts";
import { resultLines } from "./restore/result-lines.ts";
import { local } from "./stack/settings.ts";

interface Options {
  readonly person?: string;
  readonly file?: string;
  readonly signIn?: string;
  readonly operator: string;
  readonly reason: string;
  readonly renameActive?: string;
  readonly renameRestored?: string;
  readonly dropAddresses?: boolean;
  readonly password?: boolean;
  readonly minutes?: number;
  readonly dryRun?: boolean;
  readonly json?: boolean;
  readonly url: string;
}

const localUrl = "http://localhost:7071";

const options = new Command("npm run restore --")
  .description("Gives people everything back: accounts out of the bin, and what their cases changed.")
  .addOption(new Option("--person <who>", "object id, sign-in name or employee id").conflicts(["file", "signIn"]))
  .addOption(new Option("--file <csv>", "many people: person[,signInName,newSignInName,addresses]").conflicts("signIn"))
  .option("--sign-in <case>", "make a way to sign in for a person whose restore waits for it, and print it once")
  .requiredOption("--operator <id>", "who orders it: a work account or a badge number")
  .requiredOption("--reason <text>", "why: it goes on the audit, without private data")
  .addOption(
    new Option("--rename-active <name>", "somebody else has the sign-in name: they get this one").conflicts([
      "renameRestored",
      "file",
    ]),
  )
  .addOption(new Option("--rename-restored <name>", "the restored account gets this one instead").conflicts("file"))
  .option("--drop-addresses", "others have some of the addresses: restore without them")
  .option("--password", "with --sign-in: a password to be changed, not a temporary access pass")
  .addOption(new Option("--minutes <n>", "with --sign-in: how long a pass is valid").argParser(Number))
  .option("--dry-run", "only tell what would be done")
  .option("--json", "print the results as JSON")
  .option("--url <url>", "where the function app is", process.env.LEAVER_URL ?? localUrl)
  .addHelpText(
    "after",
    "\nThe function key is read from LEAVER_FUNCTION_KEY; the local stack needs none.\nExit status: 0 everybody is on the way back, 1 somebody has to choose or cannot be restored, 2 a call failed: ask again.",
  )
  .parse()
  .opts<Options>();

try {
  process.exitCode = await run();
} catch (error) {
  const known = error instanceof CallRefusedError || error instanceof PeopleFileError;
  const why = error instanceof Error ? error.message : String(error);
  console.error(known ? why : `No answer from ${options.url}: ${why}`);
  process.exitCode = error instanceof PeopleFileError ? 1 : 2;
}

async function run(): Promise<number> {
  const api: Api = { url: options.url, key: process.env.LEAVER_FUNCTION_KEY ?? local.functionKey };
  const { operator, reason } = options;
  if (options.signIn !== undefined) {
    const way = options.password ? "password" : "temporary-access-pass";
    const { minutes } = options;
    const given = await askForSignIn(api, options.signIn, { operator, reason, way, ...(minutes && { minutes }) });
    console.log(options.json ? JSON.stringify(given) : `${given.secret}\n${given.note}`);
    return 0;
  }
  const people = whom();
  const results = await orderRestores(api, people, { operator, reason, dryRun: options.dryRun === true });
  if (options.json) console.log(JSON.stringify({ results }));
  else
    for (const [index, result] of results.entries())
      for (const line of resultLines(people[index] ?? { person: "?" }, result)) console.log(line);
  if (results.some(({ outcome }) => outcome === "failed")) return 2;
  return results.every(({ outcome }) => ["opened", "joined", "possible"].includes(outcome)) ? 0 : 1;
}

function whom(): readonly Person[] {
  const { person, file, renameActive, renameRestored, dropAddresses } = options;
  const addresses = dropAddresses ? ("drop" as const) : ("ask" as const);
  if (file !== undefined) return peopleIn(readFileSync(file, "utf8"), { addresses });
  if (person === undefined) throw new PeopleFileError("Say whom: --person, --file or --sign-in");
  const newSignInName = renameActive ?? renameRestored;
  const signInName =
    renameActive !== undefined ? "rename-active" : renameRestored !== undefined ? "rename-restored" : "ask";
  return [{ person, signInName, addresses, ...(newSignInName && { newSignInName }) }];
}
