import { existsSync } from "node:fs";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What the Functions host reads in the folder of an app; `main` is the bundle of build.ts. */
const manifest = { name: "leaver", private: true, type: "module", main: "main.js" };

/**
 * Lays out the folder that is deployed: host.json, policy.json and the bundle, which needs no node_modules. Texts of
 * notices of the customer's own go with it when there is a folder `notices`.
 *
 * @param folder is made anew
 * @throws a file is missing: `npm run build` makes the bundle
 */
export async function packageApp(folder = join(root, "dist", "app")): Promise<readonly string[]> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const files = ["host.json", "policy.json", "dist/main.js", "dist/main.js.map", "dist/main.js.LEGAL.txt"];
  const names = files.map((file) => file.replace("dist/", ""));
  for (const [index, file] of files.entries()) await cp(join(root, file), join(folder, names[index] ?? file));
  if (existsSync(join(root, "notices"))) await cp(join(root, "notices"), join(folder, "notices"), { recursive: true });
  await writeFile(join(folder, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  return [...names, "package.json"];
}

if (import.meta.main) {
  for (const name of await packageApp()) console.log(`dist/app/${name}`);
}
