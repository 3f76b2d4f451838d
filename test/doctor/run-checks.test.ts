import { expect, test } from "vitest";
import { NeedsPersonError } from "../../shared/domain/errors.ts";
import { ok } from "../../shared/health/check.ts";
import { runChecks } from "../../shared/health/run-checks.ts";

test("a check that hangs, one that throws and one that is refused hide none of the others", async () => {
  const { healthy, checks } = await runChecks([
    { id: "hangs", limitMs: 50, look: () => new Promise(() => undefined) },
    {
      id: "throws",
      look() {
        throw new TypeError("canary in the text of an error");
      },
    },
    { id: "refused", look: () => Promise.reject(new NeedsPersonError("Grant the right, then resume")) },
    { id: "well", look: async () => ok("there") },
  ]);

  expect(healthy).toBe(false);
  expect(checks).toEqual([
    expect.objectContaining({ id: "hangs", status: "error", found: "no answer within 0.05 s" }),
    expect.objectContaining({ id: "throws", status: "error", found: "the check itself failed (TypeError)" }),
    expect.objectContaining({ id: "refused", status: "error", found: "Grant the right" }),
    { id: "well", status: "ok", found: "there", ms: expect.any(Number) },
  ]);
});

test("warnings and what was skipped leave it healthy", async () => {
  const { healthy } = await runChecks([
    { id: "warns", look: () => ({ status: "warning", found: "soon", todo: "renew" }) },
    { id: "skipped", look: () => ({ status: "skipped", found: "not needed" }) },
  ]);

  expect(healthy).toBe(true);
});
