import { expect, test } from "vitest";
import { steps } from "../../functions/steps.ts";
import { aProduct } from "../a-product.ts";
import type { Crossing } from "../fakes/process-border.ts";
import type { Leaver } from "../product/leaver.ts";
import { type Product, stepNamed } from "../product/product.ts";
import { effectsAround, endOf, lastsMs, standing } from "./standing.ts";

const begin = aProduct();

/** Longer than any lease, so that somebody takes over what a dead process announced. */
const leaseMs = 61_000;
/** Of more crossings only those after a call are tried. */
const mostDeaths = 12;
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

/**
 * Where a process is to die. Of many crossings every second one, after each call that has left: between the end of a call and
 * the begin of the next one nothing leaves the process, so that dying there leaves the same.
 */
function deathsAmong(crossings: readonly Crossing[]): readonly { readonly crossing: Crossing; readonly at: number }[] {
  const all = crossings.map((crossing, index) => ({ crossing, at: index + 1 }));
  return all.length <= mostDeaths ? all : all.filter(({ crossing }) => crossing.startsWith("after "));
}

test.each(steps.map((step): string => step.name))(
  "P3, P9: a process that dies anywhere in %s (of more than 12 crossings: after every call) leaves what an undisturbed one leaves, with one effect",
  async (name) => {
    const product = await begin({ people: 120, policy: { deletions: { people: 1_000 } } });
    const calm = await standing(product, person(1), name);
    const process = product.another();
    await process.run(name);
    const deaths = deathsAmong(process.border.crossings);

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
    expect(deaths.length).toBeGreaterThan(4);
    const left = await Promise.all(disturbed.map(async (leaver) => await traces(product, leaver, name)));
    for (const [index, found] of left.entries()) expect(found, `died ${deaths[index]?.crossing}`).toEqual(expected);
  },
);
