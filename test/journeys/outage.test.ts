import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { type HttpProxy, startHttpProxy } from "../../dev/proxy/http-proxy.ts";
import { seededRandom } from "../../dev/seeded-random.ts";
import { connectionTo } from "../../dev/stack/azurite.ts";
import { bambooHrWebhook } from "../../dev/stack/hr-sender.ts";
import { aStack, generated } from "./a-stack.ts";
import { allClosed } from "./all-closed.ts";
import { lastViolations } from "./invariants.ts";

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const proxy: { tables?: HttpProxy } = {};
const stack = aStack({
  people: 20,
  async tablesThrough(connection) {
    proxy.tables = await startHttpProxy(Number(/127\.0\.0\.1:(\d+)/.exec(connection)?.[1]));
    return connectionTo(proxy.tables.port);
  },
});

afterEach(() => {
  proxy.tables?.decide(() => undefined);
  stack.here.stack.broker.faults.clear();
  stack.here.stack.tenant.faults.clear();
});

test("P1: a notice is accepted while the broker takes nothing, and worked off when it does again", async () => {
  const { scene, stack: running } = stack.here;
  const [who = ""] = generated(1, 1);
  running.broker.faults.add({ at: "send", fault: { kind: "reject", condition: "com.microsoft:server-busy" } });
  scene.terminate(who, scene.day(-2));

  const startedAt = performance.now();
  const status = await scene.send(bambooHrWebhook(scene.hrId(who)));
  const tookMs = performance.now() - startedAt;

  expect(status).toBe(202);
  expect(tookMs).toBeLessThan(3_000);
  expect(scene.effectsOn(who)).toEqual([]);
  running.broker.faults.clear();
  await allClosed(stack.here, [who]);
  expect(await lastViolations(stack.here, [who])).toEqual([]);
});

test("RULE 1: a notice that storage does not take is answered 503, and its repetition is the first", async () => {
  const { scene } = stack.here;
  const [who = ""] = generated(2, 1);
  const webhook = bambooHrWebhook(scene.hrId(who));
  scene.terminate(who, scene.day(-2));
  proxy.tables?.decide(() => ({ kind: "status", status: 503, when: "before" }));

  const refused = await scene.send(webhook);
  proxy.tables?.decide(() => undefined);
  const accepted = await scene.send(webhook);

  expect([refused, accepted]).toEqual([503, 202]);
  await allClosed(stack.here, [who]);
  expect(await lastViolations(stack.here, [who])).toEqual([]);
});

test(`RULE 18: one in ten table answers goes missing after the work is done, and nothing is done twice (seed ${seed})`, async () => {
  const { scene } = stack.here;
  const people = generated(3, 6);
  const random = seededRandom(seed);
  proxy.tables?.decide(() => {
    if (random() > 0.1) return undefined;
    return random() < 0.5
      ? { kind: "status", status: 503, when: "after" }
      : { kind: "cut", when: random() < 0.5 ? "after" : "before" };
  });
  for (const who of people) {
    scene.terminate(who, scene.day(-2));
    const webhook = bambooHrWebhook(scene.hrId(who));
    while ((await scene.send(webhook)) !== 202) await delay(50);
  }
  await delay(3_000);
  proxy.tables?.decide(() => undefined);

  await allClosed(stack.here, people);

  expect(await lastViolations(stack.here, people), `seed ${seed}`).toEqual([]);
});

test("P3: calls to the tenant whose answers go missing are not made twice", async () => {
  const { scene, stack: running } = stack.here;
  const people = generated(9, 6);
  running.tenant.faults.add({
    match: { path: /^\/v1\.0\//, probability: 0.1, seed },
    action: { status: 503, when: "after" },
  });
  running.tenant.faults.add({
    match: { path: /^\/(v1\.0|adminapi)\//, probability: 0.05, seed: seed + 1 },
    action: { cut: "after" },
  });
  for (const who of people) {
    scene.terminate(who, scene.day(-2));
    await scene.send(bambooHrWebhook(scene.hrId(who)));
  }

  await allClosed(stack.here, people);

  expect(await lastViolations(stack.here, people), `seed ${seed}`).toEqual([]);
});
