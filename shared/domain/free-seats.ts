import type { Policy } from "./policy.ts";
import type { Cost, Risk } from "./risk.ts";

/** Only a seat of a monthly term stops costing when it is given back. */
export function savings(skuId: string, { prices }: Policy): Cost[] {
  const price = prices[skuId];
  if (price === undefined || price.term !== "monthly") return [];
  const what = `A free seat of ${skuId}, when a person gives it back (R-59, REQ-52)`;
  return [{ what, amount: -price.monthly, currency: price.currency, per: "month" }];
}

/** What a person may do with a seat that became free. */
export function freeSeat(skuId: string, { prices }: Policy): Risk {
  const term = prices[skuId]?.term;
  return { rule: "R-59", what: term === undefined ? termUnknown : byTerm[term], objectId: skuId };
}

const termUnknown =
  "A seat is free and is paid on: give it to somebody else, or take it off the subscription if its term allows that";
const byTerm = {
  monthly: "A seat is free and is paid on: give it to somebody else, or take it off the subscription",
  annual: "A seat is free and is paid until its annual term ends: give it to somebody else",
  partner: "A seat is free and is paid on: give it to somebody else, or ask the partner who sold it",
  volume: "A seat is free and is paid until its volume agreement ends: give it to somebody else",
} as const;
