import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type LocalCertificate, localCertificate } from "../dev/certificates.ts";
import { startAzurite } from "../dev/stack/azurite.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Connection string of the one Azurite of a test run: every story takes tables of its own. */
    readonly azurite: string;
    /** Of every simulated tenant: two of the same name in one process could not be told apart by TLS. */
    readonly certificate: LocalCertificate;
  }
}

/** Makes once for a test run what takes long to make, and ends it after the last test. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "leaver-tests-"));
  const [azurite, certificate] = await Promise.all([startAzurite({}), localCertificate(join(folder, "localhost.pem"))]);
  project.provide("azurite", azurite.connectionString);
  project.provide("certificate", certificate);
  return async () => {
    await azurite.close();
    await rm(folder, { recursive: true });
  };
}
