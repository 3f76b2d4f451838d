import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { makeApp } from "./make-app.ts";
import { startFixture } from "./start-fixture.ts";

const Now = z.object({ now: z.number(), date: z.string() });

test("fails what runs in a worker that is killed, and starts another one at once", async () => {
  const { host, folder } = await startFixture();
  const never = join(folder, "never");
  const first = host.workerPid();
  const hanging = fetch(`${host.url}/api/wait?until=${never}`);
  await vi.waitUntil(() => existsSync(`${never}.started`), { timeout: 10_000 });

  await host.crashWorker();

  expect((await hanging).status).toBe(500);
  expect((await fetch(`${host.url}/api/empty`)).status).toBe(204);
  expect(host.workerPid()).not.toBe(first);
  expect(host.stats().wait).toEqual({ started: 1, succeeded: 0, failed: 1 });
});

test("ends the worker with an exception that nobody catches, and starts another one", async () => {
  const { host, logs } = await startFixture();
  expect((await fetch(`${host.url}/api/uncaught`)).status).toBe(500);
  expect((await fetch(`${host.url}/api/empty`)).status).toBe(204);
  expect(logs).toContainEqual(expect.objectContaining({ message: expect.stringContaining("exit code 1") }));
  expect(logs).toContainEqual(expect.objectContaining({ message: expect.stringContaining("nobody catches this") }));
});

test("keeps a request until the worker is back", async () => {
  const { host } = await startFixture();
  await host.crashWorker({ restart: false });
  expect(host.workerPid()).toBeUndefined();

  const waiting = fetch(`${host.url}/api/empty`);
  await host.startWorker();

  expect((await waiting).status).toBe(204);
});

test("answers 503 when the worker does not come back in time", async () => {
  const { host } = await startFixture({}, { workerWaitMs: 50 });
  await host.crashWorker({ restart: false });
  expect((await fetch(`${host.url}/api/empty`)).status).toBe(503);
});

test("ends a request that waits for a worker which nobody starts, when the host goes down", async () => {
  const { host } = await startFixture({}, { workerWaitMs: 300_000, stopGraceMs: 300_000 });
  await host.crashWorker({ restart: false });
  const waiting = fetch(`${host.url}/api/empty`);
  // One request more is answered by the host itself: the first has reached it by then.
  await fetch(`${host.url}/api/nothing-there`);

  await host.stop();

  expect((await waiting).status).toBe(503);
}, 10_000);

test("shows a new worker the virtual time, also when the clock moves while it starts", async () => {
  const { host, clock } = await startFixture();
  await host.crashWorker();
  await vi.waitUntil(() => host.workerPid() !== undefined, { interval: 1, timeout: 10_000 });
  await clock.advance(30 * 86_400_000);
  const { now, date } = Now.parse(await (await fetch(`${host.url}/api/now`)).json());
  expect(Math.abs(now - Date.now())).toBeLessThan(5000);
  expect(Math.abs(Date.parse(date) - Date.now())).toBeLessThan(5000);
});

test("waits longer before each restart while no invocation gets through", async () => {
  const { host, logs } = await startFixture();
  for (let time = 0; time < 3; time++) expect((await fetch(`${host.url}/api/uncaught`)).status).toBe(500);
  const pauses = () => logs.flatMap(({ message }) => /another one in (\d+) ms/.exec(message)?.[1] ?? []);
  expect(pauses()).toEqual(["0", "250", "1000"]);

  expect((await fetch(`${host.url}/api/empty`)).status).toBe(204);
  await fetch(`${host.url}/api/uncaught`);
  expect(pauses().at(-1)).toBe("0");
});

test("lets a running request end at a stop, and takes no new one", async () => {
  const { host, folder } = await startFixture();
  const until = join(folder, "until");
  const running = fetch(`${host.url}/api/wait?until=${until}`);
  await vi.waitUntil(() => existsSync(`${until}.started`), { timeout: 10_000 });

  const stopped = host.stop();
  await expect(fetch(`${host.url}/api/empty`)).rejects.toThrow();
  writeFileSync(until, "");

  expect(await (await running).text()).toBe("waited");
  await stopped;
});

test("gives a worker up that ends again and again, and takes it up again when asked to", async () => {
  const { host, logs } = await startFixture({}, { restartLimit: 1 });
  for (let time = 0; time < 2; time++) expect((await fetch(`${host.url}/api/uncaught`)).status).toBe(500);
  await vi.waitUntil(() => logs.some(({ level }) => level === "critical"), { timeout: 10_000 });
  expect((await fetch(`${host.url}/api/empty`)).status).toBe(503);

  await host.startWorker();
  expect((await fetch(`${host.url}/api/empty`)).status).toBe(204);
});

test("ends the worker when an invocation runs longer than functionTimeout", async () => {
  const text = `app.http("hangs", { handler: () => new Promise(() => {}) }); app.http("ok", { handler: () => ({}) });`;
  const appDir = await makeApp(text, undefined, { functionTimeout: "00:00:00.2" });
  const { host, logs } = await startFixture({}, { appDir });
  expect((await fetch(`${host.url}/api/hangs`)).status).toBe(500);
  expect((await fetch(`${host.url}/api/ok`)).status).toBe(200);
  expect(logs).toContainEqual(
    expect.objectContaining({
      functionName: "hangs",
      message: expect.stringContaining("functionTimeout in host.json"),
    }),
  );
});

test("kills what does not end within the time that a stop gives", async () => {
  const { host, folder } = await startFixture({}, { stopGraceMs: 100 });
  const never = join(folder, "never");
  const running = fetch(`${host.url}/api/wait?until=${never}`).catch(() => "cut");
  await vi.waitUntil(() => existsSync(`${never}.started`), { timeout: 10_000 });

  await host.stop();

  expect(await running).toBe("cut");
  expect(host.workerPid()).toBeUndefined();
});

test("refuses requests beyond the limits of host.json", async () => {
  const text = `
    const held = [];
    app.http("hold", { handler: () => new Promise((resolve) => held.push(resolve)) });
    app.timer("release", { schedule: "0 0 0 1 1 *", handler: () => { for (const each of held.splice(0)) each({}); } });`;
  const http = { maxConcurrentRequests: 1, maxOutstandingRequests: 2 };
  const { host } = await startFixture({}, { appDir: await makeApp(text, undefined, { extensions: { http } }) });
  const hold = async () => (await fetch(`${host.url}/api/hold`)).status;
  const first = hold();
  await vi.waitUntil(() => host.stats().hold?.started === 1, { timeout: 10_000 });
  const second = hold();
  await vi.waitUntil(async () => (await hold()) === 429, { timeout: 10_000 });
  expect(host.stats().hold?.started).toBe(1);

  await host.runTimer("release");
  expect(await first).toBe(200);
  await vi.waitUntil(() => host.stats().hold?.started === 2, { timeout: 10_000 });
  await host.runTimer("release");
  expect(await second).toBe(200);
});
