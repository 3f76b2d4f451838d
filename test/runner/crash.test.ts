import { expect, test } from "vitest";
import { steps } from "../../functions/steps.ts";
import { aProduct } from "../a-product.ts";
import type { Leaver } from "../product/leaver.ts";
import { type Product, stepNamed } from "../product/product.ts";
import { endOf, standing } from "./standing.ts";

const begin = aProduct();

/** Longer than any lease, so that somebody takes over what a dead process announced. */
const leaseMs = 61_000;
const person = (number: number) => `extra${String(number).padStart(4, "0")}`;

/** What is left behind of a step: how it ended, what happened at the tenant, which steps were called next. */
async function traces(leaver: Leaver, name: string) {
  const { state, before, evidence } = await leaver.step(name);
  return {
    state,
    known: [before !== undefined, evidence !== undefined],
    effects: leaver.effects().toSorted(),
    mails: await leaver.mails(),
    called: await leaver.called(),
    events: await leaver.events(),
    faults: await leaver.faults(),
  };
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
  "P3, P9: a process that dies anywhere in %s leaves what an undisturbed one leaves, with one effect",
  async (name) => {
    const product = await begin({ people: 60 });
    const calm = await standing(product, person(1), name);
    const process = product.another();
    await process.run(name);
    const expected = await traces(calm, name);
    const { crossings } = process.border;

    const disturbed: Leaver[] = [];
    for (const [index, crossing] of crossings.entries()) {
      const leaver = await standing(product, person(index + 2), name);
      expect(await killed(product, leaver, name, index + 1), `died ${crossing}`).toBe(true);
      disturbed.push(leaver);
    }
    const heir = product.another();
    await heir.run(name);
    await heir.pass(Math.max(leaseMs, stepNamed(name).settleMs + 1_000), name);

    expect(expected).toMatchObject({ state: endOf(name), faults: [] });
    expect(crossings.length).toBeGreaterThan(4);
    for (const [index, leaver] of disturbed.entries()) {
      expect(await traces(leaver, name), `died ${crossings[index]}`).toEqual(expected);
    }
  },
);
