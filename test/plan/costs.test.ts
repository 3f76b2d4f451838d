import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { steps } from "../../functions/steps.ts";
import { aProduct } from "../a-product.ts";
import { idOf } from "../product/product.ts";

const begin = aProduct();
const file = new URL("../../docs/step-requests.json", import.meta.url);
const hour = 3_600_000;

test("one leaver's full plan: at most two table transactions a step, and no more tenant requests than docs/steps.md says", async () => {
  const product = await begin({
    policy: { defaults: { end: "living-account", approvals: [] }, fallbackContact: idOf("petra") },
  });
  product.terminate("anna");
  await product.told("anna");
  const requests: Record<string, number> = {};
  const transactions: Record<string, number> = {};

  for (let round = 0; round < 400; round += 1) {
    const [message] = product.bus.waiting.filter(({ body }) => body.kind === "step");
    if (message === undefined) break;
    const [due] = product.bus.takeDue((one) => one === message);
    if (due === undefined || due.body.kind !== "step") {
      await product.pass(hour, "nothing");
      continue;
    }
    const { step } = due.body;
    const [before, commits] = [product.tenant.requests().length, product.border.crossings.length];
    await product.take(due);
    requests[step] = (requests[step] ?? 0) + product.tenant.requests().length - before;
    const written = product.border.crossings.slice(commits).filter((crossing) => crossing === "after ledger.commit");
    transactions[step] = Math.max(transactions[step] ?? 0, written.length);
  }

  expect((await product.leaver("anna").record()).status).toBe("done");
  if (process.env.UPDATE_COSTS) writeFileSync(file, `${JSON.stringify(requests, undefined, 2)}\n`);
  const documented = JSON.parse(readFileSync(file, "utf8")) as Record<string, number>;
  expect(Object.keys(documented).length).toBeGreaterThan(30);
  for (const { name } of steps) {
    expect(requests[name] ?? 0, name).toBeLessThanOrEqual(documented[name] ?? 0);
    expect(transactions[name] ?? 0, name).toBeLessThanOrEqual(2);
  }
});
