import { expect, test } from "vitest";
import { sweep } from "../../shared/domain/sweep.ts";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { clock, day } from "../product/virtual-time.ts";

const begin = aProduct();
const minute = 60_000;
const people = Array.from({ length: 60 }, (_, index) => `extra${String(index + 1).padStart(4, "0")}`);

/** What is left behind of an opening or a start: how the case stands, what was called, what other systems were told. */
async function traces(product: Product, who: string) {
  const leaver = product.leaver(who);
  const { status } = await leaver.record();
  const states = { status, called: await leaver.called(), events: await leaver.events() };
  return { ...states, faults: await leaver.faults(), started: await count(product, who, "case.started") };
}

async function count(product: Product, who: string, what: string): Promise<number> {
  return (await product.leaver(who).history()).filter((one) => one === what).length;
}

/** Hands the oldest message of this kind to a process that dies at this crossing; returns whether it did. */
async function killed(product: Product, kind: string, at: number): Promise<boolean> {
  const doomed = product.another();
  doomed.border.diesAt = (_, passed) => passed === at;
  const oldest = product.bus.waiting.find(({ body }) => body.kind === kind);
  for (const message of product.bus.takeDue((one) => one === oldest)) await doomed.take(message);
  return doomed.border.dead;
}

/** After everything that was out of date came due once, the index holds one entry for each case and no other. */
async function indexIsExact(product: Product, whom: readonly string[]): Promise<void> {
  await product.pass(6 * minute, "wake");
  await product.sweep("wake");
  const records = await Promise.all(whom.map((who) => product.leaver(who).record()));
  expect((await product.dueKeys()).toSorted()).toEqual(records.map(({ dueKey }) => dueKey).toSorted());
}

test("P1, I8: a process that dies anywhere in an opening leaves one case, its first step called, and a settled delivery", async () => {
  const product = await begin({ people: people.length, policy: { breaker: { people: 1_000 } } });
  const [calm = "", ...others] = people;
  product.terminate(calm);
  await product.notice(calm);
  const process = product.another();
  await process.run("delivery");
  const expected = await traces(product, calm);
  const { crossings } = process.border;
  const disturbed = others.slice(0, crossings.length);

  for (const [index, who] of disturbed.entries()) {
    product.terminate(who);
    await product.notice(who);
    expect(await killed(product, "delivery", index + 1), crossings[index]).toBe(true);
    await product.another().run("delivery");
  }
  await product.pass(2 * minute, "delivery");
  await product.sweep("delivery");

  expect(expected).toMatchObject({ status: "running", called: ["snapshot"], faults: [] });
  expect(crossings.length).toBeGreaterThan(20);
  expect(await product.caseIds()).toHaveLength(1 + disturbed.length);
  expect((await product.deliveries()).filter(({ bucket }) => bucket === undefined)).toEqual([]);
  await indexIsExact(product, [calm, ...disturbed]);
});

test("P5: a process that dies anywhere in the start of a scheduled case leaves one start at its time", async () => {
  const product = await begin({ people: people.length, policy: { breaker: { people: 1_000 } } });
  const [calm = "", ...others] = people;
  await itIsTimeFor(product, [calm]);
  const process = product.another();
  await process.run("wake");
  const expected = await traces(product, calm);
  const { crossings } = process.border;
  const disturbed = others.slice(0, crossings.length);

  await itIsTimeFor(product, disturbed);
  for (const [index] of disturbed.entries()) {
    expect(await killed(product, "wake", index + 1), crossings[index]).toBe(true);
  }
  await product.run("wake");

  expect(expected).toMatchObject({ status: "running", called: ["snapshot"], started: 1, faults: [] });
  expect(crossings.length).toBeGreaterThan(10);
  for (const who of disturbed) expect(await traces(product, who)).toEqual(expected);
  await indexIsExact(product, [calm, ...disturbed]);
});

/** Schedules a case for each of them, and lets the sweep of its minute send what wakes it; nothing else is delivered. */
async function itIsTimeFor(product: Product, whom: readonly string[]): Promise<void> {
  for (const who of whom) product.terminate(who, day(10));
  await Promise.all(whom.map((who) => product.told(who)));
  await clock.advance(12 * 86_400_000);
  await sweep(product.ports);
  const ids = await Promise.all(whom.map(async (who) => (await product.leaver(who).record()).caseId));
  product.bus.takeDue(({ body }) => body.kind === "wake" && !ids.includes(body.caseId));
}
