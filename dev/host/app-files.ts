import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { HostJson } from "./host-json.ts";

const PackageJson = z.looseObject({ main: z.string().min(1) });

/** What the host reads of an app before it loads it. */
export interface AppFiles {
  /** Absolute paths of the entry files; `main` in package.json is a path or a glob. */
  readonly entries: readonly string[];
  readonly hostJson: HostJson;
}

/** @throws when a file is missing or wrong; the message says which */
export async function readAppFiles(appDir: string): Promise<AppFiles> {
  const { main } = await parseFile(join(appDir, "package.json"), PackageJson);
  const hostJson = await parseFile(join(appDir, "host.json"), HostJson);
  const found = await Array.fromAsync(glob(main, { cwd: appDir }));
  if (found.length === 0) throw new Error(`No file matches "main" in ${join(appDir, "package.json")}: ${main}`);
  return { entries: found.sort().map((file) => join(appDir, file)), hostJson };
}

async function parseFile<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.infer<Schema>> {
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`${file}: ${why}`, { cause: error });
  }
}
