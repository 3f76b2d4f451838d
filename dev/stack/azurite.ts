import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { setTimeout as delay } from "node:timers/promises";
import { TableServiceClient } from "@azure/data-tables";
import { tableNames } from "../../functions/settings/azure.ts";
import { freePort } from "./free-port.ts";

/** The published key of the storage emulator: not a secret. */
const account = "devstoreaccount1";
const key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/** Azurite's table service as a process of its own, which ends with this one, however this one ends. */
export interface Azurite {
  readonly connectionString: string;
  readonly port: number;
  /** Writes what is not on disk yet, and ends the process. */
  close(): Promise<void>;
}

/**
 * Starts Azurite, the real emulator of Azure Storage, and creates the tables that infrastructure creates in Azure.
 *
 * @param folder where it keeps its data; undefined: in memory
 */
export async function startAzurite(options: {
  readonly folder?: string | undefined;
  readonly port?: number;
  /** For very many rows; Node's own limit when left out. */
  readonly heapMegabytes?: number;
}): Promise<Azurite> {
  const port = options.port ?? (await freePort());
  const main = createRequire(import.meta.url).resolve("azurite/dist/src/table/main.js");
  const where = options.folder === undefined ? ["--inMemoryPersistence"] : ["--location", options.folder];
  const flags = [
    "--silent",
    "--disableTelemetry",
    "--skipApiVersionCheck",
    "--tableHost",
    "127.0.0.1",
    "--tablePort",
    String(port),
  ];
  const child = fork(main, [...flags, ...where], {
    // Ctrl+C in a terminal goes to a whole process group, and Azurite has to outlast the app, which still writes.
    detached: true,
    execArgv: [
      "--import",
      new URL("azurite-preload.ts", import.meta.url).href,
      ...(options.heapMegabytes === undefined ? [] : [`--max-old-space-size=${options.heapMegabytes}`]),
    ],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const connectionString = connectionTo(port);
  try {
    await createTables(connectionString, child);
  } catch (error) {
    await end(child);
    throw error;
  }
  return { connectionString, port, close: () => end(child) };
}

/** Connection string for Azurite, or for a proxy in front of it, on this port. */
export function connectionTo(port: number): string {
  const endpoint = `TableEndpoint=http://127.0.0.1:${port}/${account}`;
  return `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};${endpoint};`;
}

async function createTables(connectionString: string, child: ChildProcess): Promise<void> {
  const service = TableServiceClient.fromConnectionString(connectionString, {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });
  let errors = "";
  child.stderr?.on("data", (data) => {
    errors += data;
  });
  const giveUpAt = performance.now() + 20_000;
  for (;;) {
    try {
      for (const name of tableNames) await service.createTable(name);
      return;
    } catch (error) {
      if (child.exitCode !== null) throw new Error(`Azurite ended with exit code ${child.exitCode}: ${errors}`);
      if (performance.now() > giveUpAt) throw new Error("Azurite did not answer within 20 seconds", { cause: error });
      await delay(50);
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  // See azurite-preload.ts.
  child.disconnect();
  const hard = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await ended;
  clearTimeout(hard);
}
