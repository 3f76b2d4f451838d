import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { seededRandom } from "../../dev/seeded-random.ts";
import { bambooHrWebhook } from "../../dev/stack/hr-sender.ts";
import { aStack, generated, lockoutOnly, type Running } from "./a-stack.ts";
import { allClosed } from "./all-closed.ts";
import { lastViolations } from "./invariants.ts";

const crashes = Number(process.env.CRASHES ?? 4);
const leavers = 6;
/** One undisturbed run of six cases makes about this many requests to the tenant. */
const requestsOfARun = 420;

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
// So many leavers in an hour are what the breaker of R-09 is for: here they are meant.
const policy = { ...lockoutOnly, breaker: { people: crashes * leavers, share: 0.02, lockout: "stop" as const } };
const stack = aStack({ people: crashes * leavers, policy });

test.each(Array.from({ length: crashes }, (_, index) => ({ index, seed: seed + index })))(
  "six leavers are locked out once each, although the process is killed in the middle (seed $seed)",
  async ({ index, seed: own }) => {
    const random = seededRandom(own);
    const people = generated(index * leavers + 1, leavers);
    const killAt = 1 + Math.floor(random() * requestsOfARun);
    const { scene } = stack.here;

    const killed = killAfter(stack.here, killAt, random() * 20);
    await Promise.all(people.map((who) => terminate(stack.here, who)));
    await killed;
    await allClosed(stack.here, people);

    expect(await lastViolations(stack.here, people), `seed ${own}, killed after ${killAt} tenant requests`).toEqual([]);
    expect(scene.effectsOn(people[0] ?? "")).toContain("block-sign-in");
  },
);

async function terminate({ scene }: Running, who: string): Promise<void> {
  scene.terminate(who, scene.day(-2));
  expect(await scene.send(bambooHrWebhook(scene.hrId(who)))).toBe(202);
}

/** SIGKILL to the app's process after so many more requests at the tenant, and a little while. */
async function killAfter({ stack: { tenant, host } }: Running, requests: number, pauseMs: number): Promise<void> {
  const goal = tenant.requests().length + requests;
  const giveUpAt = performance.now() + 20_000;
  while (tenant.requests().length < goal && performance.now() < giveUpAt) await delay(1);
  await delay(pauseMs);
  await host.crashWorker();
}
