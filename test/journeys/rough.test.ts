import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { readFaultFile } from "../../dev/faults/fault-file.ts";
import { bambooHrWebhook } from "../../dev/stack/hr-sender.ts";
import type { CaseAsShown } from "../../dev/stack/ops-client.ts";
import { aStack, generated, type Running } from "./a-stack.ts";
import { lastViolations } from "./invariants.ts";

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const people = generated(1, 4);
const stack = aStack({
  people: people.length,
  policy: { defaults: { end: "living-account" } },
  faults: { ...readFaultFile("dev/faults/rough.json"), seed },
});

const minuteMs = 60_000;
/** Longer than a message is locked. */
const lockMs = 61_000;
const underWay = ["ready", "changing", "waiting"];

test(`one call in twenty goes wrong at tenant, tables and broker, and four whole plans end as they should (seed ${seed})`, {
  timeout: 120_000,
}, async () => {
  const { scene } = stack.here;
  for (const who of people) scene.terminate(who, scene.day(-2));

  const answers = await Promise.all(people.map((who) => scene.send(bambooHrWebhook(scene.hrId(who)))));
  await allClosed(stack.here);

  expect(answers).toEqual(people.map(() => 202));
  expect(await lastViolations(stack.here, people), `seed ${seed}`).toEqual([]);
});

/** Lets work end and time pass in turns until every case is closed. */
async function allClosed(running: Running): Promise<void> {
  const begunAt = Date.now();
  await running.scene.until("four cases to close", 100, async () => {
    await running.stack.host.idle();
    const shown = await newestCases(running);
    // Time moves no parked case: `lastViolations` says why it is.
    if (shown.length === people.length && shown.every(({ status }) => ["done", "parked"].includes(status))) return true;
    await pass(running, timeToPass(shown, begunAt));
    return false;
  });
  // What a lost answer left behind is cleared away by the sweeps that follow; `lastViolations` looks whether it was.
  for (let times = 0; times < 5; times += 1) await pass(running, 2 * minuteMs);
}

/** The sweep comes every minute; a call of its own that goes wrong is made good by the next one. */
async function pass({ stack: { clock, host } }: Running, ms: number): Promise<void> {
  await clock.advance(ms);
  await host.runTimer("sweep").catch(() => undefined);
  await delay(100);
  await host.idle();
}

async function newestCases({ scene }: Running): Promise<readonly CaseAsShown[]> {
  const newest = await scene.newestCases(people);
  return await Promise.all(newest.flatMap((one) => (one === undefined ? [] : [scene.ops.show(one.caseId)])));
}

/**
 * A minute, in which locks end, what was lost is found, and what failed is tried again. When all that is left is to wait, as
 * much as has passed: devices are looked at ever more seldom. But never past a step that is about to be tried again: its
 * patience would end with few tries.
 */
function timeToPass(cases: readonly CaseAsShown[], begunAt: number): number {
  const open = cases.flatMap(({ steps }) => steps.filter(({ state }) => underWay.includes(state)));
  if (cases.length < people.length || open.some(({ state }) => state !== "waiting")) return lockMs;
  const next = Math.min(...open.map(({ waitsUntil }) => Date.parse(waitsUntil ?? ""))) - Date.now();
  if (!(next > 10 * minuteMs)) return lockMs;
  return Math.max(next, Date.now() - begunAt);
}
