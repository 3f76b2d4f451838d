import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aSubscriber, type Subscriber } from "../a-subscriber.ts";
import { allCalls } from "./all-calls.ts";
import { type Run, registeredRoutes, runCalls } from "./run-calls.ts";

let folder = "";
let subscriber: Subscriber;
const called = new Set<string>();
/** To hold the answers against Microsoft's schema by hand: names a file that is added to. */
const recordingAskedFor = process.env.TENANT_RECORDING;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "every-endpoint-"));
  subscriber = await aSubscriber();
});

afterAll(async () => {
  await subscriber[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const run = (): Run => ({ folder, subscriber, recordingFile: recordingAskedFor ?? join(folder, "recording.jsonl") });

test.each(Object.entries(allCalls))("every call of %s is answered as the service does", async (_, calls) => {
  for (const route of await runCalls(calls, run())) called.add(route);
});

test("no registered endpoint was left out, and every call was recorded", async () => {
  const never = (await registeredRoutes()).filter((route) => !called.has(route));

  expect(never, "add their calls to a list in test/tenant/every-endpoint").toEqual([]);
  const lines = (await readFile(run().recordingFile, "utf8")).trim().split("\n");
  expect(lines.length).toBeGreaterThanOrEqual(called.size);
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ method: expect.any(String), url: expect.any(String) });
});
