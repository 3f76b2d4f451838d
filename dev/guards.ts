import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { styleText } from "node:util";
import { Command } from "commander";
import { Display, tableOf } from "./demo/display.ts";
import { copyOf } from "./guards/copy.ts";
import { edgeMutations, guardMutations, type Mutation } from "./guards/mutations.ts";
import { type FailedTest, failuresIn } from "./guards/run-tests.ts";
import { SourceTree } from "./guards/source-tree.ts";

const options = new Command("npm run guards --")
  .description(
    "Takes every guard out of the product, one after the other, in a copy of the repository, and runs the tests that docs/guards.md names for it: one of them has to fail.",
  )
  .option("--only <step>", "this step only")
  .option("--edges", "take out every wait for a step of another section as well")
  .option("--json", "print the findings as JSON instead of a table")
  .addHelpText("after", "\nExit status: 0 every mutation was caught, 1 one survived, 2 the tests could not be run.")
  .parse()
  .opts<{ only?: string; edges?: boolean; json?: boolean }>();

/** What became of one mutation. */
interface Finding extends Pick<Mutation, "step" | "what" | "file"> {
  /** The first test that failed; undefined: none did. */
  readonly caughtBy: FailedTest | undefined;
}

const display = new Display(options.json === true);
const root = join(import.meta.dirname, "..");
const copy = await copyOf(root);
/** Test files that passed on the copy as it is. */
const passing = new Set<string>();
// An interrupted run leaves nothing behind.
process.once("SIGINT", () => void copy.remove().then(() => process.exit(2)));

try {
  const findings = await judged(mutations());
  display.end();
  const survived = findings.filter(({ caughtBy }) => caughtBy === undefined);
  if (options.json) console.log(JSON.stringify(findings));
  else print(findings, survived.length);
  process.exitCode = survived.length === 0 ? 0 : 1;
} catch (error) {
  display.end();
  console.error(`The guards were not judged: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
} finally {
  await copy.remove();
}

function mutations(): readonly Mutation[] {
  const sources = new SourceTree(copy.folder);
  try {
    const all = [...guardMutations(sources), ...(options.edges ? edgeMutations(sources) : [])];
    const wanted = all.filter(({ step }) => options.only === undefined || step === options.only);
    if (wanted.length === 0) throw new Error(`nothing is guarded in ${options.only ?? "any step"}`);
    return wanted;
  } finally {
    sources.close();
  }
}

async function judged(wanted: readonly Mutation[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [index, mutation] of wanted.entries()) {
    display.waitFor(`${index + 1} of ${wanted.length}: ${mutation.step} ${mutation.what}`);
    const { step, what, file } = mutation;
    const caughtBy = await caught(mutation);
    findings.push({ step, what, file, caughtBy });
    const word = caughtBy === undefined ? styleText("red", "SURVIVED") : styleText("green", "caught");
    display.line(`${word} ${step} ${what}`);
  }
  return findings;
}

/** The first test that fails with the mutation; undefined: it survives. */
async function caught({ file, text, tests }: Mutation): Promise<FailedTest | undefined> {
  const target = join(copy.folder, file);
  for (const files of tests) {
    await requirePassing(files);
    const before = await readFile(target, "utf8");
    await writeFile(target, text);
    const [failed] = await failuresIn(copy.folder, files).finally(() => writeFile(target, before));
    if (failed !== undefined) return failed;
  }
  return undefined;
}

/** A test that fails anyway would catch everything. */
async function requirePassing(files: readonly string[]): Promise<void> {
  const unknown = files.filter((file) => !passing.has(file));
  const first = await failuresIn(copy.folder, unknown);
  // Once more before the run is given up: on a busy machine a test may come too late.
  const [failed] = first.length === 0 ? [] : await failuresIn(copy.folder, unknown);
  if (failed !== undefined) throw new Error(`${failed.file} fails without any change: ${failed.title}`);
  for (const file of unknown) passing.add(file);
}

function print(findings: readonly Finding[], survived: number): void {
  const rows = findings.map(({ step, what, caughtBy }) => [
    step,
    what,
    caughtBy === undefined ? styleText("red", "SURVIVED") : styleText("green", "caught"),
    caughtBy === undefined ? "" : `${caughtBy.file}: ${shortened(caughtBy.title)}`,
  ]);
  display.block(tableOf(["step", "mutation", "", "by"], rows));
  display.block(`${findings.length} mutations, ${findings.length - survived} caught, ${survived} survived`);
}

function shortened(title: string): string {
  return title.length > 80 ? `${title.slice(0, 79)}…` : title;
}
