import { expect, test } from "vitest";
import { epochMs } from "../../../shared/domain/ids.ts";
import { rearm } from "../../../shared/domain/rearm.ts";
import { aProduct } from "../../a-product.ts";
import type { Leaver } from "../../product/leaver.ts";
import type { Product } from "../../product/product.ts";
import { clock, now } from "../../product/virtual-time.ts";
import { standing } from "../../runner/standing.ts";
import { mailsAbout } from "./a-deleted-account.ts";

const begin = aProduct();
const step = "watch-left-drive";
const minute = 60_000;

/** Somebody whose second notice is due now; the broker has lost the message for it, so that only the sweep can wake the case. */
async function asleep(product: Product, number: number): Promise<Leaver> {
  const leaver = await standing(product, `extra${String(number).padStart(4, "0")}`, step);
  product.bus.lose();
  // Promised so long ago that it counts as lost.
  await clock.advance(3 * minute);
  const at = now();
  await rearm(await leaver.file(), product.ports, () => ({ audit: { actor: "leaver", what: "case.watched" } }), at);
  return leaver;
}

/** What is left: how the step stands, its mails, and whether every id came once. */
async function traces(product: Product, leaver: Leaver) {
  const mails = await mailsAbout(product, leaver, 0);
  return {
    state: (await leaver.step(step)).state,
    mails: mails.map(({ kind }) => kind),
    twice: mails.length - new Set(mails.map(({ notice }) => notice)).size,
    faults: await leaver.faults(),
  };
}

/** Minutes pass with their sweeps until what was begun has come to rest, and no case has to be woken before tomorrow. */
async function settle(product: Product): Promise<void> {
  for (const minutes of [1.1, 1.1, 5.1, 5.1, 5.1]) {
    await product.pass(minutes * minute);
    await product.sweep();
  }
}

test("a sweep that is killed anywhere, with everything it woke, leaves what an undisturbed one leaves: each notice once per id", async () => {
  const product = await begin({ people: 130 });
  const calm = await asleep(product, 1);
  const counting = product.another();
  await counting.sweep();
  const crossings = [...counting.border.crossings];
  await settle(product);
  expect(crossings).toContain("after mail.send");

  const disturbed: Leaver[] = [];
  for (let at = 1; at <= crossings.length; at += 1) {
    const leaver = await asleep(product, at + 1);
    const doomed = product.another();
    doomed.border.diesAt = (_, count) => count === at;
    await Promise.race([doomed.sweep(), doomed.border.death]);
    expect(doomed.border.dead, `crossing ${at}`).toBe(true);
    disturbed.push(leaver);
    // Nothing of this one is left for the next sweep, so that each dies where it is meant to.
    await settle(product.another());
  }

  const expected = await traces(product, calm);
  expect(expected).toEqual({ state: "waiting", mails: ["custodian-second"], twice: 0, faults: [] });
  for (const [index, leaver] of disturbed.entries())
    expect(await traces(product, leaver), `died ${crossings[index]}`).toEqual(expected);
}, 300_000);

test("two sweeps at once, each with everything it woke, send each notice once", async () => {
  const product = await begin({ people: 20 });
  const leavers: Leaver[] = [];
  for (let number = 1; number <= 5; number += 1) leavers.push(await asleep(product, number));
  // The last of them lost the messages of all.
  const [one, other] = [product.another(), product.another()];

  await Promise.all([one.sweep(), other.sweep()]);
  await Promise.all([one.sweep(), other.sweep()]);
  await settle(product);

  for (const leaver of leavers)
    expect(await traces(product, leaver)).toEqual({
      state: "waiting",
      mails: ["custodian-second"],
      twice: 0,
      faults: [],
    });
});

test("the sweep wakes a case whose message was lost at the time of its next look, not every five minutes", async () => {
  const product = await begin({ people: 5 });
  const leaver = await asleep(product, 1);
  await product.sweep();
  await settle(product);

  const { wakeAt } = await leaver.record();

  expect(epochMs(wakeAt ?? now()) - Date.now()).toBeGreaterThan(20 * 60 * minute);
});
