import { expect, test } from "vitest";
import { measureCosts } from "../../dev/bench/costs.ts";

test("the benchmark counts what each step of a lockout costs: one read of the case, and two transactions at most", async () => {
  const costs = await measureCosts(() => undefined);

  const steps = costs.filter(({ what }) => !["store the delivery", "open-case"].includes(what));
  expect(steps.map(({ what }) => what)).toEqual(expect.arrayContaining(["block-sign-in", "confirm-lockout"]));
  for (const { what, tableReads, tableTransactions, tenantRequests } of steps) {
    expect(tableTransactions, what).toBeLessThanOrEqual(2);
    expect(tableReads, what).toBeLessThanOrEqual(2);
    if (what !== "close-case") expect(tenantRequests, what).toBeGreaterThan(0);
  }
});
