import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageApp } from "../../dev/infra/package-app.ts";

test("what is deployed runs by itself: no node_modules, and the policy beside it", { timeout: 30_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "leaver-package-"));
  try {
    const files = await packageApp(folder);

    expect(files).toEqual(expect.arrayContaining(["host.json", "main.js", "package.json", "policy.json"]));
    expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toMatchObject({
      type: "module",
      main: "main.js",
    });
    // It gets as far as the first setting that is missing: everything that it imports was found.
    const { stderr, status } = spawnSync(process.execPath, ["main.js"], { cwd: folder, encoding: "utf8", env: {} });
    expect(stderr).toContain("Setting M365_TENANT_ID: is missing or empty");
    expect(status).not.toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
