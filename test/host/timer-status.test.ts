import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { retryDelayMs } from "../../dev/host/retry-policy.ts";
import { parseNcrontab } from "../../dev/host/timers/ncrontab.ts";
import { statusAtStart } from "../../dev/host/timers/past-due.ts";
import { makeApp } from "./make-app.ts";
import { startFixture } from "./start-fixture.ts";

const HOUR_MS = 3_600_000;
const hourly = parseNcrontab("0 0 * * * *");
const at = (time: string) => Date.parse(`2026-07-15T${time}Z`);

test("begins a record for a timer that has none, and misses nothing from then on", () => {
  const first = statusAtStart(undefined, hourly, at("10:20:00"));
  expect(first).toMatchObject({ isPastDue: false, status: { next: at("11:00:00") } });
  expect(statusAtStart(first.record, hourly, at("13:20:00"))).toMatchObject({
    isPastDue: true,
    status: { next: at("11:00:00") },
  });
});

test("computes the next occurrence anew, and catches nothing up, when the schedule has changed", () => {
  const recorded = { last: at("10:00:00"), next: at("11:00:00"), lastUpdated: at("10:00:00") };
  const halfHourly = parseNcrontab("0 30 * * * *");
  expect(statusAtStart(recorded, halfHourly, at("13:20:00"))).toMatchObject({
    isPastDue: false,
    status: { next: at("13:30:00") },
  });
  expect(statusAtStart(recorded, hourly, at("10:59:00"))).toMatchObject({ isPastDue: false, status: recorded });
});

test("catches up once, past due, what was missed while no host was there", async () => {
  const first = await startFixture({ FIXTURE_SCHEDULE: "0 0 * * * *" });
  const timerFile = join(first.folder, "timers.json");
  const kept = await startFixture({ FIXTURE_SCHEDULE: "0 0 * * * *" }, { timerFile });
  await kept.host.stop();
  await kept.clock.advance(5 * HOUR_MS);
  await first.host.idle();

  const again = await startFixture({ FIXTURE_SCHEDULE: "0 0 * * * *" }, { timerFile });
  await again.host.idle();
  expect(await again.record()).toMatchObject([{ timer: { isPastDue: true } }]);
  const { hourly: status } = JSON.parse(await readFile(timerFile, "utf8"));
  expect(status.next - status.last).toBeLessThanOrEqual(HOUR_MS);
  expect(status.next).toBeGreaterThan(Date.now());

  await writeFile(timerFile, "?");
  await expect(startFixture({}, { timerFile })).rejects.toThrow(/timers\.json is damaged/);
});

test("shows no status where it is not monitored, and catches nothing up there", async () => {
  const text = `
    import { appendFileSync } from "node:fs";
    app.timer("free", { schedule: "0 0 * * * *", useMonitor: false, handler: (timer) =>
      appendFileSync(process.env.FIXTURE_RECORD, JSON.stringify(timer) + "\\n") });`;
  const { host, record } = await startFixture({}, { appDir: await makeApp(text) });
  await host.runTimer("free");
  expect(await record()).toEqual([{ schedule: { adjustForDST: true }, scheduleStatus: null, isPastDue: false }]);
});

test("retries a timer by its policy in virtual time, and tells the function why", async () => {
  const text = `
    import { appendFileSync } from "node:fs";
    app.timer("tries", { schedule: "0 0 0 1 1 *", runOnStartup: true,
      retry: { strategy: "fixedDelay", maxRetryCount: 2, delayInterval: { minutes: 10 } },
      handler: (timer, { retryContext }) => {
        appendFileSync(process.env.FIXTURE_RECORD, JSON.stringify({ retryContext: retryContext ?? null }) + "\\n");
        throw new Error("no luck");
      } });`;
  const { host, clock, record, logs } = await startFixture({}, { appDir: await makeApp(text) });
  const pauses = () => logs.filter(({ message }) => message.startsWith("Waiting for 600000 ms before retrying"));
  for (const retries of [1, 2]) {
    await vi.waitUntil(() => pauses().length === retries, { timeout: 20_000 });
    expect(await record()).toHaveLength(retries);
    await clock.advance(10 * 60_000);
  }
  await host.idle();

  expect(await record()).toMatchObject([
    { retryContext: null },
    { retryContext: { retryCount: 1, maxRetryCount: 2, exception: { message: expect.stringContaining("no luck") } } },
    { retryContext: { retryCount: 2, maxRetryCount: 2 } },
  ]);
});

test("waits longer for each retry, up to the maximum, with some spread", () => {
  const policy = {
    retryStrategy: "exponentialBackoff",
    maxRetryCount: -1,
    minimumInterval: 1000,
    maximumInterval: 10_000,
  } as const;
  const delays = (random: number) => [1, 2, 3, 4, 9].map((attempt) => retryDelayMs(policy, attempt, () => random));
  expect(delays(0.5)).toEqual([1000, 2000, 3000, 5000, 10_000]);
  expect(delays(0)).toEqual([1000, 1800, 2600, 4200, 10_000]);
});
