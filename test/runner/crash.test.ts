import { expect, test } from "vitest";
import { steps } from "../../functions/steps.ts";
import { aProduct } from "../a-product.ts";
import type { Leaver } from "../product/leaver.ts";
import { type Product, stepNamed } from "../product/product.ts";
import { seed, someDeaths } from "./some-deaths.ts";
import { effectsAround, endOf, lastsMs, standing } from "./standing.ts";

const begin = aProduct();

/** Longer than any lease, so that somebody takes over what a dead process announced. */
const leaseMs = 61_000;
const person = (number: number) => `extra${String(number).padStart(4, "0")}`;

/** What undo will know, without what differs from one person or moment to the next: ids, times, seats of the company. */
function shapeOf(before: unknown): unknown {
  return JSON.parse(JSON.stringify(before ?? null), (key, value: unknown) => {
    const isId = typeof value === "string" && /^\S{16,}$/.test(value);
    return isId || /At$|^(bought|used|occasion)$/.test(key) ? "…" : value;
  });
}

/** What is left behind of a step: how it ended, what happened at the tenant, which steps were called next. */
async function traces(product: Product, leaver: Leaver, name: string) {
  const { state, before, evidence } = await leaver.step(name);
  const [mails, called, events, faults] = await Promise.all([
    leaver.mails(),
    leaver.called(),
    leaver.events(),
    leaver.faults(),
  ]);
  const effects = effectsAround(product, leaver).toSorted();
  return { state, before: shapeOf(before), known: evidence !== undefined, effects, mails, called, events, faults };
}

/** Hands the leaver's message to a process that dies at this crossing, and returns whether it did. */
async function killed(product: Product, leaver: Leaver, name: string, at: number): Promise<boolean> {
  const doomed = product.another();
  doomed.border.diesAt = (_, count) => count === at;
  const { messageId } = await leaver.message(name);
  for (const message of product.bus.takeDue((one) => one.messageId === messageId)) await doomed.take(message);
  return doomed.border.dead;
}

test.each(steps.map((step): string => step.name))(
  `P3, P9: a process that dies anywhere in %s leaves what an undisturbed one leaves, with one effect (seed ${seed})`,
  async (name) => {
    const product = await begin({ people: 120, policy: { deletions: { people: 1_000 } } });
    const calm = await standing(product, person(1), name);
    const process = product.another();
    await process.run(name);
    const places = process.border.crossings.map((crossing, index) => ({ crossing, at: index + 1 }));
    expect(places.length).toBeGreaterThan(4);
    const deaths = someDeaths(places);

    const disturbed = await Promise.all(
      deaths.map(async ({ crossing, at }, index) => {
        const leaver = await standing(product, person(index + 2), name);
        expect(await killed(product, leaver, name, at), `died ${crossing}`).toBe(true);
        return leaver;
      }),
    );
    const heir = product.another();
    await heir.run(name);
    await heir.pass(Math.max(leaseMs, stepNamed(name).settleMs + 1_000), name);
    if (lastsMs(name) > 0) for (let round = 0; round < 3; round += 1) await heir.pass(lastsMs(name), name);

    const expected = await traces(product, calm, name);
    expect(expected).toMatchObject({ state: endOf(name), faults: [] });
    const left = await Promise.all(disturbed.map(async (leaver) => await traces(product, leaver, name)));
    for (const [index, found] of left.entries()) expect(found, `died ${deaths[index]?.crossing}`).toEqual(expected);
  },
);
