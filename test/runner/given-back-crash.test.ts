import { expect, test } from "vitest";
import { steps } from "../../functions/steps.ts";
import { aProduct } from "../a-product.ts";
import type { Leaver } from "../product/leaver.ts";
import type { Product } from "../product/product.ts";
import { stepNamed } from "../product/product.ts";
import { standingAt } from "./restoring.ts";
import { seed, someDeaths } from "./some-deaths.ts";
import { effectsAround, lastsMs, standing } from "./standing.ts";

const begin = aProduct();
const leaseMs = 61_000;
const hour = 3_600_000;
const person = (number: number) => `extra${String(number).padStart(4, "0")}`;

/** Steps whose undo ends in another way than done. */
const others: Readonly<Record<string, string>> = {
  // A forwarding to an address outside, which is not kept.
  "remove-old-forwarding": "parked",
};
/** Steps that a restore gives back by steps of its own, and one whose place a case of its own finds. */
const elsewhere: readonly string[] = ["delete-account", "block-sign-in", "share-left-drive"];
const undone = steps.filter(({ undo, name }) => undo !== undefined && !elsewhere.includes(name));

/** A restore of somebody whose case changed this one thing. */
async function givingBack(product: Product, who: string, name: string): Promise<Leaver> {
  const leaver = await standing(product, who, name);
  await product.run(name);
  await product.pass(Math.max(leaseMs, lastsMs(name)), name);
  return await standingAt(product, leaver, name, [await leaver.file()]);
}

async function traces(product: Product, leaver: Leaver, name: string, from: number) {
  const { state } = await leaver.step(name);
  const effects = effectsAround(product, leaver).slice(from).toSorted();
  return { state, effects, faults: await leaver.faults() };
}

test.each(undone.map((step): string => step.name))(
  `P3, P9: a process that dies after any call of giving %s back leaves what an undisturbed one leaves, with one effect (seed ${seed})`,
  async (name) => {
    const product = await begin({ people: 120 });
    const calm = await givingBack(product, person(1), name);
    const before = effectsAround(product, calm).length;
    const process = product.another();
    await process.run(name);
    const places = process.border.crossings.map((crossing, index) => ({ crossing, at: index + 1 }));
    const deaths = someDeaths(places.filter(({ crossing }) => crossing.startsWith("after ")));

    const disturbed: { leaver: Leaver; from: number }[] = [];
    for (const [index, { at }] of deaths.entries()) {
      const leaver = await givingBack(product, person(index + 2), name);
      const doomed = product.another();
      doomed.border.diesAt = (_, count) => count === at;
      const from = effectsAround(product, leaver).length;
      const { messageId } = await leaver.message(name);
      for (const message of product.bus.takeDue((one) => one.messageId === messageId)) await doomed.take(message);
      disturbed.push({ leaver, from });
    }
    const heir = product.another();
    await heir.run(name);
    await heir.pass(Math.max(leaseMs, stepNamed(name).settleMs + 1_000), name);
    for (let round = 0; round < 3; round += 1) await heir.pass(hour, name);

    const expected = await traces(product, calm, name, before);
    expect(expected).toMatchObject({ state: others[name] ?? "done", faults: [] });
    for (const [index, { leaver, from }] of disturbed.entries()) {
      expect(await traces(product, leaver, name, from), `died ${deaths[index]?.crossing}`).toEqual(expected);
    }
  },
);
