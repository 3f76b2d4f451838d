import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { makeApp } from "./make-app.ts";
import { startFixture } from "./start-fixture.ts";
import { settled, startWithBus } from "./start-with-bus.ts";

const MINUTE_MS = 60_000;

test("spreads requests over its instances, and leaves out one whose worker is away", async () => {
  const appDir = await makeApp(`app.http("who", { handler: () => ({ body: process.env.WEBSITE_INSTANCE_ID }) });`);
  const { host } = await startFixture({}, { appDir, instances: 3 });
  const who = async () => (await fetch(`${host.url}/api/who`)).text();

  const seen = [await who(), await who(), await who(), await who()];
  expect(new Set(seen)).toEqual(new Set(["local-1", "local-2", "local-3"]));
  expect(host.stats().who).toEqual({ started: 4, succeeded: 4, failed: 0 });

  await host.instances[0]?.crashWorker({ restart: false });
  await host.instances[1]?.stop();
  expect(new Set([await who(), await who(), await who()])).toEqual(new Set(["local-3"]));
  expect(host.instances.map((each) => each.workerPid() === undefined)).toEqual([true, true, false]);
});

test("gives each instance as many messages as host.json says, and one instance's crash stops no other", async () => {
  const bus = await startWithBus({}, { instances: 2 });
  const until = join(bus.folder, "until");
  for (let id = 0; id < 12; id++) await bus.send("intake", { messageId: `m${id}`, body: { id, holdUntil: until } });
  const started = () => bus.host.instances.map((each) => each.stats().fromQueue?.started ?? 0);
  await vi.waitUntil(() => started().join() === "4,4", { timeout: 10_000 });

  await bus.host.instances[0]?.crashWorker();
  writeFileSync(until, "");
  await settled(bus);

  const ended = (await bus.record()).filter((entry) => "ended" in entry).map((entry) => Number(entry.ended));
  expect([...new Set(ended)].sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, id) => id));
  expect(bus.host.instances[1]?.stats().fromQueue?.failed).toBe(0);
});

test("runs timers on one instance, and on another when that one is stopped or has gone", async () => {
  const { host, clock, record } = await startFixture({ FIXTURE_SCHEDULE: "0 */10 * * * *" }, { instances: 3 });
  const owners = () => host.instances.map((each) => each.runsTimers());
  expect(owners()).toEqual([true, false, false]);
  await clock.advance(10 * MINUTE_MS);
  await host.idle();
  expect(await record()).toHaveLength(1);

  await host.instances[0]?.stop();
  expect(owners()).toEqual([false, false, false]);
  await clock.advance(MINUTE_MS);
  await vi.waitUntil(() => owners().includes(true), { timeout: 10_000 });
  const second = owners().indexOf(true);
  expect(second).toBeGreaterThan(0);
  const before = (await record()).length;

  await host.instances[second]?.kill();
  const third = 3 - second;
  // The lease of one that vanished has to run out: in the first minute nobody has it.
  await clock.advance(MINUTE_MS - 5_000);
  expect(host.instances[third]?.runsTimers()).toBe(false);
  await clock.advance(2 * MINUTE_MS);
  await vi.waitUntil(() => host.instances[third]?.runsTimers(), { timeout: 10_000 });
  await clock.advance(10 * MINUTE_MS);
  await host.idle();
  expect((await record()).length).toBeGreaterThan(before);
  expect(host.instances[third]?.stats().hourly?.started).toBeGreaterThan(0);
});

test("settles nothing of an instance that has gone: its messages come again when their locks have run out", async () => {
  const bus = await startWithBus({}, { instances: 2 });
  const until = join(bus.folder, "until");
  await bus.send("intake", { messageId: "m", body: { id: "m", holdUntil: until } });
  await vi.waitUntil(async () => (await bus.record()).length === 1, { timeout: 10_000 });
  const holder = bus.host.instances.find((each) => each.stats().fromQueue?.started === 1);

  await holder?.kill();
  writeFileSync(until, "");
  expect(bus.broker.dump()).toMatchObject([{ state: "locked" }]);
  await bus.clock.advance(61_000);
  await settled(bus);

  expect(await bus.record()).toMatchObject([
    { metadata: { deliveryCount: 1 } },
    { metadata: { deliveryCount: 2 } },
    { ended: "m" },
  ]);
  expect(bus.broker.operations()).not.toHaveProperty("abandon intake");
});

test("needs an instance", async () => {
  await expect(startFixture({}, { instances: 0 })).rejects.toThrow(RangeError);
});
