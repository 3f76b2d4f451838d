import { describe, expect, test } from "vitest";
import { aProduct } from "../a-product.ts";
import { scheduled, sweepAt } from "../product/scheduled.ts";
import { day } from "../product/virtual-time.ts";

const begin = aProduct();
const minute = 60_000;

describe("a termination that is taken back", () => {
  test("R-05: before its time: cancelled, no effect, also when it is told twice", async () => {
    const product = await begin();
    const { clara, startAt } = await scheduled(product);
    product.tenant.state.hr.rescind(clara.person.hrId ?? "");

    expect((await product.told("clara", { kind: "termination.cancelled" })).bucket).toBe("revised");
    expect((await product.told("clara", { kind: "termination.cancelled" })).bucket).toBe("refused");

    await sweepAt(product, startAt);
    expect([(await clara.record()).status, clara.effects(), await product.dueKeys()]).toEqual(["cancelled", [], []]);
  });

  test("R-05: before its time, and nobody told Leaver: the record is read again, and the case is cancelled", async () => {
    const product = await begin();
    const { clara, startAt } = await scheduled(product);
    product.tenant.state.hr.rescind(clara.person.hrId ?? "");

    await sweepAt(product, startAt);

    expect([(await clara.record()).status, clara.effects(), await product.dueKeys()]).toEqual(["cancelled", [], []]);
    expect(await clara.events()).toEqual(["case.opened", "case.cancelled"]);
  });

  test("R-05, P6: while the case runs: paused, nothing new starts, and a person decides", async () => {
    const product = await begin();
    product.terminate("anna");
    await product.told("anna");
    await product.runUntil("reset-password");
    const anna = product.leaver("anna");
    const before = anna.effects();
    product.tenant.state.hr.rescind(anna.person.hrId ?? "");

    await product.told("anna", { kind: "termination.cancelled" });
    await product.pass(60 * minute);
    await product.sweep();

    expect(await anna.record()).toMatchObject({
      status: "paused",
      because: expect.stringContaining("does not show an end"),
    });
    expect(anna.effects()).toEqual(before);
    expect(await anna.events()).toContain("case.paused");
  });
});

describe("access that has to end now", () => {
  const now = { source: "payroll", kind: "access.revoke-now" } as const;

  test("REQ-01: clara's record says that she leaves in 30 days, the notice says now: her case runs at once", async () => {
    const product = await begin();
    product.terminate("clara", day(30));

    await product.told("clara", now);
    await product.run();

    expect((await product.leaver("clara").record()).status).toBe("done");
  });

  test("REQ-01: a scheduled case starts with the next sweep", async () => {
    const product = await begin();
    const { clara } = await scheduled(product);

    await product.told("clara", now);
    await product.sweep();

    expect((await clara.record()).status).toBe("done");
  });

  test("REQ-01: the ordinary notice with the later date, right behind, does not stop it", async () => {
    const product = await begin();
    product.terminate("clara", day(30));
    await product.told("clara", now);

    await product.told("clara", { source: "payroll" });
    await product.run();

    expect((await product.leaver("clara").record()).status).toBe("done");
  });
});
