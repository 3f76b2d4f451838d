import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cache } from "./bicep.ts";

/** The version that the check was written for; a newer one on the path is taken as it is. */
const version = "0.38.33";

/**
 * Fetches the compiler from nuget.org, or from the sources that `dotnet nuget list source` shows, into the cache.
 *
 * @returns the program
 * @throws with what dotnet said, and what else can be done
 */
export function installBicep(): string {
  const name = `Azure.Bicep.CommandLine.${system()}`;
  const folder = mkdtempSync(join(tmpdir(), "leaver-bicep-"));
  try {
    mkdirSync(cache, { recursive: true });
    const project = join(folder, "get.csproj");
    writeFileSync(project, projectThatWants(name));
    const ran = spawnSync("dotnet", ["restore", project, "--packages", cache], { encoding: "utf8", timeout: 300_000 });
    if (ran.status !== 0) {
      const said =
        ran.error?.message ??
        ran.stdout
          .split("\n")
          .filter((line) => /error/i.test(line))[0]
          ?.trim();
      throw new Error(`${name} ${version} cannot be had: ${said}. "az bicep install" is another way`);
    }
    return programIn(join(cache, name.toLowerCase(), version));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function projectThatWants(name: string): string {
  return `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><TargetFramework>netstandard2.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageDownload Include="${name}" Version="[${version}]" /></ItemGroup>
</Project>
`;
}

function programIn(folder: string): string {
  const [file] = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    /(^|[\\/])bicep(\.exe)?$/.test(path),
  );
  if (file === undefined) throw new Error(`${folder} holds no compiler`);
  const program = join(folder, file);
  // Packages do not keep the mark that makes a file a program.
  chmodSync(program, 0o755);
  return program;
}

/** As the packages are named. */
function system(): string {
  const platform = { linux: "linux", darwin: "osx", win32: "win" }[process.platform as string];
  if (platform === undefined) throw new Error(`There is no compiler for ${process.platform}`);
  return `${platform}-${process.arch}`;
}
