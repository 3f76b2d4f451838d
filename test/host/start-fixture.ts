import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { type VirtualClock, virtualClock } from "../../dev/clock.ts";
import { type Host, type HostOptions, startHost } from "../../dev/host/host.ts";
import type { LogEntry } from "../../dev/host/log.ts";

/** A running host with the fixture app in it, and what the app left behind. */
export interface Fixture {
  readonly host: Host;
  readonly clock: VirtualClock;
  readonly logs: LogEntry[];
  /** A folder of this fixture's own. */
  readonly folder: string;
  /** What the app's functions wrote down, in order. */
  record(): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

/** Starts the fixture app; everything ends with the test. Without a `BUS` the Service Bus functions are disabled. */
export async function startFixture(
  settings: Record<string, string> = {},
  options: Partial<HostOptions> = {},
): Promise<Fixture> {
  const fixture = await openFixture(settings, options);
  onTestFinished(() => fixture.close());
  return fixture;
}

/** For a file whose tests share one host. */
export async function openFixture(
  settings: Record<string, string> = {},
  options: Partial<HostOptions> = {},
): Promise<Fixture> {
  const folder = await mkdtemp(join(tmpdir(), "host-fixture-"));
  const file = join(folder, "record.jsonl");
  const logs: LogEntry[] = [];
  const withoutBus = { "AzureWebJobs.fromQueue.Disabled": "true", "AzureWebJobs.fromTopic.Disabled": "true" };
  const clock = virtualClock();
  const host = await startHost({
    appDir: fileURLToPath(new URL("fixture-app", import.meta.url)),
    clock,
    hostKey: "the-host-key",
    masterKey: "the-master-key",
    functionKeys: { keyed: "its-own-key" },
    onLog: (entry) => logs.push(entry),
    ...options,
    settings: {
      FIXTURE_SCHEDULE: "0 0 0 1 1 *",
      FIXTURE_TOPIC: "steps",
      FIXTURE_RECORD: file,
      ...(settings.BUS === undefined ? withoutBus : {}),
      ...settings,
    },
  }).catch(async (error: unknown) => {
    await rm(folder, { recursive: true });
    throw error;
  });
  const close = async () => {
    await host.stop();
    await rm(folder, { recursive: true, force: true });
  };
  return { host, clock, logs, folder, record: () => readRecord(file), close };
}

async function readRecord(file: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(file, "utf8").catch(() => "");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}
