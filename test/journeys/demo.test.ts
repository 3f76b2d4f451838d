import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { local } from "../../dev/stack/settings.ts";

const run = promisify(execFile);

test("the demo ends with every case where it should be, and its recording holds no secret", {
  timeout: 240_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "leaver-demo-"));
  const record = join(folder, "record.jsonl");
  try {
    const { stdout } = await run(process.execPath, ["dev/demo.ts", "--json", "--record", record], {
      maxBuffer: 64 * 2 ** 20,
    });

    const report = JSON.parse(stdout) as { wrong: string[]; results: { who: string; faults: string[] }[] };
    expect(report.wrong).toEqual([]);
    expect(report.results).toHaveLength(20);
    const recording = await readFile(record, "utf8");
    const lines = recording
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { url: string });
    expect(new Set(lines.map(({ url }) => new URL(url).host))).toEqual(
      new Set([
        "login.microsoftonline.com",
        "graph.microsoft.com",
        "outlook.office365.com",
        "kestrel-my.sharepoint.com",
        "kestrel-admin.sharepoint.com",
        "api.bamboohr.com",
        "hr.example",
      ]),
    );
    for (const secret of [local.bambooHrSecret, local.payrollSecret, "local-tenant-client-secret"]) {
      expect(recording.includes(secret)).toBe(false);
    }
    // A token of the sign-in service: two parts of JSON in base64 (delta tokens are one).
    expect(/eyJ[\w-]+\.eyJ/.test(recording)).toBe(false);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
