import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { z } from "zod";

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().nullish(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Longer than any file takes, also on a busy machine: a mutation may wait for ever. */
const mostMsPerFile = 240_000;

/** A test that failed, or a whole file that could not run. */
export interface FailedTest {
  readonly file: string;
  readonly title: string;
}

/**
 * Runs these test files of the copy, up to the first test that fails.
 *
 * @throws {Error} the tests could not be run
 */
export async function failuresIn(folder: string, files: readonly string[]): Promise<FailedTest[]> {
  if (files.length === 0) return [];
  const place = await mkdtemp(join(tmpdir(), "leaver-guards-report-"));
  const outputFile = join(place, "report.json");
  try {
    const runner = join(folder, "node_modules", "vitest", "vitest.mjs");
    const options = ["run", "--reporter=json", `--outputFile=${outputFile}`, "--bail=1"];
    // A group of its own, so that its workers can be ended with it.
    const child = spawn(process.execPath, [runner, ...options, ...files], { cwd: folder, detached: true });
    const said = await ended(child, files.length * mostMsPerFile);
    const text = await readFile(outputFile, "utf8").catch((cause: unknown) => {
      throw new Error(`the tests did not run: ${said.slice(-2_000)}`, { cause });
    });
    return failuresOf(Report.parse(JSON.parse(text)), folder);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

function failuresOf({ testResults }: z.infer<typeof Report>, folder: string): FailedTest[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(folder, name).replaceAll("\\", "/");
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (failed.length > 0) return failed.map(({ fullName }) => ({ file, title: fullName }));
    // A file that cannot be loaded proves nothing about a guard.
    if (status === "failed" && assertionResults.length === 0) throw new Error(`${file} cannot run: ${message ?? ""}`);
    return [];
  });
}

/** @returns what it said */
function ended(child: ReturnType<typeof spawn>, mostMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: string[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => chunks.push(chunk.toString()));
    const end = () => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    };
    const timer = setTimeout(() => {
      chunks.push(`no end after ${mostMs / 1_000} s`);
      end();
    }, mostMs);
    process.once("SIGINT", end);
    child.on("error", reject);
    child.on("close", () => {
      clearTimeout(timer);
      process.off("SIGINT", end);
      resolve(chunks.join(""));
    });
  });
}
