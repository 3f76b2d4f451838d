import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type Host, startHost } from "../../dev/host/host.ts";
import { bambooHrWebhook } from "../../dev/stack/hr-sender.ts";
import { Scene } from "../../dev/stack/scene.ts";
import { local } from "../../dev/stack/settings.ts";
import type { Stack } from "../../dev/stack/stack.ts";
import { aStack, generated, lockoutOnly, type Running } from "./a-stack.ts";
import { allClosed } from "./all-closed.ts";
import { lastViolations } from "./invariants.ts";

const people = generated(1, 6);
const stack = aStack({
  people: people.length,
  instances: 2,
  policy: { ...lockoutOnly, breaker: { people: 100, share: 0.9, lockout: "stop" } },
});

test("a rolling restart in the middle of six cases: the process of one instance is killed, the other one is replaced, and new ones finish what they began", async () => {
  const { here } = stack;
  const { host: old } = here.stack;
  const begun = Promise.all(people.map((who) => terminate(here, who)));
  await madeRequests(here, 20);
  await old.instances[0]?.crashWorker({ restart: false });
  await begun;
  const [next] = await Promise.all([anotherHost(here.stack), old.instances[1]?.stop()]);
  const now = { ...here, ...runningOn(here.stack, next) };
  await allClosed(now, people);

  expect(await lastViolations(now, people)).toEqual([]);
  expect(next.stats()["close-case"]?.succeeded).toBeGreaterThan(0);
}, 120_000);

async function terminate({ scene }: Running, who: string): Promise<void> {
  scene.terminate(who, scene.day(-2));
  expect(await scene.send(bambooHrWebhook(scene.hrId(who)))).toBe(202);
}

/** Lets so many more calls reach the tenant. */
async function madeRequests({ stack: { tenant } }: Running, count: number): Promise<void> {
  const goal = tenant.requests().length + count;
  const giveUpAt = performance.now() + 5_000;
  while (tenant.requests().length < goal && performance.now() < giveUpAt) await delay(1);
}

/** New instances of the same build: same bus, tables and tenant, nothing else in common. */
async function anotherHost({ clock, settings, certificate }: Stack): Promise<Host> {
  const host = await startHost({
    appDir: process.cwd(),
    settings,
    clock,
    hostKey: local.functionKey,
    masterKey: "local-master-key",
    instances: 2,
    env: { NODE_EXTRA_CA_CERTS: certificate.certFile },
  });
  onTestFinished(async () => await host.stop());
  return host;
}

function runningOn(before: Stack, host: Host): Pick<Running, "stack" | "scene"> {
  const next = { ...before, host };
  return { stack: next, scene: new Scene(next) };
}
