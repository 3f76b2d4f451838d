import { expect, test, vi } from "vitest";
import { makeApp } from "./make-app.ts";
import { startFixture } from "./start-fixture.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How far virtual time must go to stand at this minute of an hour. */
function untilMinute(minute: number): number {
  return (HOUR_MS + minute * 60_000 - (Date.now() % HOUR_MS)) % HOUR_MS;
}

test("runs a timer when virtual time comes to its occurrence", async () => {
  const { host, clock, record } = await startFixture({ FIXTURE_SCHEDULE: "0 30 * * * *" });
  await clock.advance(untilMinute(29));
  await host.idle();
  const before = await record();

  await clock.advance(60_000);
  await host.idle();

  const [run, ...more] = (await record()).slice(before.length);
  expect(more).toEqual([]);
  const next = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString().replace(".000Z", "+00:00");
  expect(run).toMatchObject({
    timer: { schedule: { adjustForDST: true }, scheduleStatus: { next }, isPastDue: false },
  });
  expect(new Date(Number(run?.now)).getUTCMinutes()).toBe(30);
});

test("runs once for all occurrences that the clock jumps over, past due, and goes on from there", async () => {
  const { host, clock, record } = await startFixture({ FIXTURE_SCHEDULE: "0 0 * * * *" });

  await clock.advance(DAY_MS);
  await host.idle();
  expect(await record()).toMatchObject([
    { timer: { scheduleStatus: { last: "0001-01-01T00:00:00+00:00" }, isPastDue: true } },
  ]);

  await clock.advance(HOUR_MS);
  await host.idle();
  expect(await record()).toMatchObject([{}, { timer: { isPastDue: false } }]);
});

test("runs by hand: by the host's method, and by HTTP with the key", async () => {
  const { host, record } = await startFixture();
  const post = (name: string, key: string, type = "application/json", body = "{}") => {
    const headers = { "x-functions-key": key, "content-type": type };
    return fetch(`${host.url}/admin/functions/${name}`, { method: "POST", headers, body });
  };

  await host.runTimer("hourly");
  expect(await record()).toMatchObject([{ timer: { isPastDue: false } }]);

  expect((await post("hourly", "wrong")).status).toBe(401);
  expect((await post("hourly", "the-host-key")).status).toBe(401);
  expect((await post("nothing", "the-master-key")).status).toBe(404);
  expect((await post("hourly", "the-master-key", "text/plain")).status).toBe(415);
  expect((await post("hourly", "the-master-key", "application/json", "?")).status).toBe(400);
  expect((await post("Hourly", "the-master-key")).status).toBe(202);
  await vi.waitUntil(async () => (await record()).length === 2, { timeout: 10_000 });
  await expect(host.runTimer("echo")).rejects.toThrow(RangeError);
});

test("does not overlap itself: what passes during a run becomes one run after it", async () => {
  const appDir = await makeApp(`
    let running = 0;
    const release = [];
    app.http("release", { handler: () => { release.shift()?.(); return { jsonBody: { running } }; } });
    app.timer("slow", { schedule: "0 * * * * *", handler: async (timer) => {
      running += 1;
      console.log("run " + running + " " + timer.isPastDue);
      await new Promise((resolve) => release.push(resolve));
      running -= 1;
    } });
  `);
  const { host, clock, logs } = await startFixture({}, { appDir });
  const runs = () => logs.filter(({ message }) => message.startsWith("run ")).map(({ message }) => message);

  await clock.advance(61_000);
  await vi.waitUntil(() => runs().length === 1, { timeout: 10_000 });
  await clock.advance(10 * 60_000);
  expect(host.stats().slow?.started).toBe(1);

  await fetch(`${host.url}/api/release`);
  await vi.waitUntil(() => runs().length === 2, { timeout: 10_000 });
  expect(runs()[1]).toBe("run 1 false");
  await fetch(`${host.url}/api/release`);
  await host.idle();
  expect(host.stats().slow).toEqual({ started: 2, succeeded: 2, failed: 0 });
});

test("runs at the start of the host where that is asked for, goes on after a failure, and rests when disabled", async () => {
  const text = `app.timer("start", { schedule: "0 0 * * * *", runOnStartup: true, handler: () => { throw new Error("no"); } });`;
  const appDir = await makeApp(text);
  const { host, clock } = await startFixture({}, { appDir });
  await host.idle();
  expect(host.stats().start).toEqual({ started: 1, succeeded: 0, failed: 1 });
  await clock.advance(HOUR_MS);
  await host.idle();
  expect(host.stats().start).toEqual({ started: 2, succeeded: 0, failed: 2 });
  await expect(host.runTimer("start")).rejects.toThrow("no");

  const disabled = await startFixture({ "AzureWebJobs.start.Disabled": "1" }, { appDir });
  await clock.advance(2 * HOUR_MS);
  await disabled.host.idle();
  expect(disabled.host.stats()).toEqual({});
});
