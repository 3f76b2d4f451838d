import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { z } from "zod";
import { ParameterFile } from "./template.ts";

/** What the compiler made of a parameter file. */
export interface Compiled {
  /** Errors and warnings, as the compiler words them; nothing was compiled if one is an error. */
  readonly complaints: readonly string[];
  readonly template: unknown;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Where `npm run infra:check -- --install` puts the compiler: outside the repository. */
export const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "leaver", "bicep");

/** The compiler: `BICEP`, on the path, where the Azure CLI puts it, or in the cache. Undefined: not on this machine. */
export function findBicep(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const file = process.platform === "win32" ? "bicep.exe" : "bicep";
  if (environment.BICEP) return environment.BICEP;
  const places = (environment.PATH ?? "").split(delimiter).map((folder) => join(folder, file));
  return [...places, join(homedir(), ".azure", "bin", file), ...cached(file)].find(isProgram);
}

/** What the compiler says it is. @throws it cannot be run */
export function versionOf(bicep: string): string {
  return run(bicep, ["--version"]).stdout.trim();
}

const Answer = z.object({ parametersJson: z.string(), templateJson: z.string() });
const complaint = / : (Error|Warning) /;

/** Compiles a parameter file and the template that it uses, with the linter of infra/bicepconfig.json. */
export function compile(bicep: string, file: string): Compiled {
  const { stdout, stderr, status } = run(bicep, ["build-params", file, "--stdout"]);
  const complaints = stderr.split("\n").filter((line) => complaint.test(line));
  if (status !== 0) {
    const because = complaints.length > 0 ? complaints : [stderr.trim() || `bicep ended with status ${status}`];
    return { complaints: because, template: undefined, parameters: {} };
  }
  const { parametersJson, templateJson } = Answer.parse(JSON.parse(stdout));
  const { parameters } = ParameterFile.parse(JSON.parse(parametersJson));
  const values = Object.entries(parameters).map(([name, { value }]) => [name, value]);
  return { complaints, template: JSON.parse(templateJson), parameters: Object.fromEntries(values) };
}

/** What the linter says about a Bicep file and its modules: errors and warnings. */
export function lint(bicep: string, file: string): readonly string[] {
  const { stdout, stderr, status } = run(bicep, ["lint", file]);
  const complaints = `${stdout}\n${stderr}`.split("\n").filter((line) => complaint.test(line));
  return status !== 0 && complaints.length === 0 ? [stderr.trim() || `bicep ended with status ${status}`] : complaints;
}

/** Settings without a default in infra/main.bicepparam, so that it compiles anywhere. */
const placeholders = {
  AZURE_ENV_NAME: "leaver-check",
  AZURE_LOCATION: "northeurope",
  LEAVER_NOTICE_SENDER: "leaver-notices@contoso.example",
};

function run(bicep: string, args: readonly string[]) {
  const env = { ...placeholders, ...process.env };
  const ran = spawnSync(bicep, args, { encoding: "utf8", env, maxBuffer: 64 * 1024 * 1024, timeout: 120_000 });
  if (ran.error !== undefined) throw new Error(`${bicep} cannot be run`, { cause: ran.error });
  return ran;
}

function cached(file: string): readonly string[] {
  if (!existsSync(cache)) return [];
  const found = readdirSync(cache, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(file));
  return found
    .toSorted()
    .toReversed()
    .map((path) => join(cache, path));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
