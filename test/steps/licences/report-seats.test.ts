import { expect, test } from "vitest";
import { skus } from "../../../dev/tenant/licences/skus.ts";
import { Cost, Seat } from "../../../shared/domain/risk.ts";
import { aProduct } from "../../a-product.ts";
import { openAt } from "./open-at.ts";

const begin = aProduct();
const step = "report-seats";
const { ENTERPRISEPACK: e3, SPE_E5: e5 } = skus;
const price = { monthly: 23.5, currency: "EUR" };

/** What remove-licences left on the ledger. */
function removed(seats: readonly Seat[]) {
  const counts = [{ skuId: e3.skuId, bought: 120, used: 20 }];
  return { "remove-licences": { state: "done", before: { counts, seats: [] }, evidence: { counts, seats } } } as const;
}

test("R-59, REQ-52: a free seat of a monthly term is money that a person can get back; Leaver lowers nothing", async () => {
  const product = await begin({ policy: { prices: { [e3.skuId]: { ...price, term: "monthly" } } } });
  const states = removed([{ skuId: e3.skuId, state: "freed" }]);
  const anna = await openAt(product, "anna", step, { states });

  await product.run(step);

  const { evidence } = await anna.step(step);
  expect(evidence).toMatchObject({
    counts: [{ skuId: e3.skuId, bought: 120, used: expect.any(Number), usedBefore: 20 }],
    risks: [{ rule: "R-59", objectId: e3.skuId, what: expect.stringContaining("take it off the subscription") }],
    seats: [],
  });
  expect((evidence as { costs: unknown[] }).costs.map((cost) => Cost.parse(cost))).toEqual([
    { what: expect.stringContaining("REQ-52"), amount: -23.5, currency: "EUR", per: "month" },
  ]);
  expect(product.writes()).toEqual([]);
});

test.each(["annual", "partner", "volume"] as const)("R-59: a seat of a %s term is no money back", async (term) => {
  const product = await begin({ policy: { prices: { [e3.skuId]: { ...price, term } } } });
  const anna = await openAt(product, "anna", step, { states: removed([{ skuId: e3.skuId, state: "freed" }]) });

  await product.run(step);

  expect((await anna.step(step)).evidence).toMatchObject({
    costs: [],
    risks: [{ rule: "R-59", what: expect.stringMatching(/give it to somebody else/) }],
  });
});

test("REQ-14: the policy keeps the licences: a blocked account costs as before, and the report says so", async () => {
  const product = await begin();
  const because = "The policy keeps the licences";
  const states = { "remove-licences": { state: "skipped", because } } as const;
  const anna = await openAt(product, "anna", step, { states });

  await product.run(step);

  const { evidence } = await anna.step(step);
  expect((evidence as { seats: unknown[] }).seats.map((seat) => Seat.parse(seat))).toEqual([
    { skuId: e3.skuId, state: "kept", because },
    { skuId: e5.skuId, state: "kept", because },
  ]);
});
