import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const modules = fileURLToPath(new URL("../../node_modules", import.meta.url));

/** The folder of a small app made from its entry file's text; gone with the test. `app` and `output` are imported already. */
export async function makeApp(
  text: string,
  packageJson: object = { type: "module", main: "main.js" },
  hostJson: object = {},
): Promise<string> {
  const appDir = await mkdtemp(join(tmpdir(), "host-app-"));
  onTestFinished(() => rm(appDir, { recursive: true, force: true }));
  await symlink(modules, join(appDir, "node_modules"), "junction");
  await writeFile(join(appDir, "package.json"), JSON.stringify(packageJson));
  await writeFile(join(appDir, "host.json"), JSON.stringify({ version: "2.0", ...hostJson }));
  await writeFile(join(appDir, "main.js"), `import { app, output } from "@azure/functions";\n${text}`);
  return appDir;
}
