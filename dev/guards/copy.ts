import { cp, mkdir, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const leftOut = new Set([".git", "node_modules", "dist", "coverage"]);

/** A copy of the repository under the system's folder for temporary files, with the same packages. */
export async function copyOf(root: string): Promise<{ readonly folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "leaver-guards-"));
  await cp(root, folder, { recursive: true, filter: (path) => !leftOut.has(relative(root, path)) });
  // Each package by itself: what the tests keep beside the packages stays in the copy.
  await mkdir(join(folder, "node_modules"));
  const packages = await readdir(join(root, "node_modules"));
  const kept = packages.filter((name) => name === ".bin" || !name.startsWith("."));
  await Promise.all(
    kept.map((name) => symlink(join(root, "node_modules", name), join(folder, "node_modules", name), "junction")),
  );
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
