import { describe, expect, test } from "vitest";
import { aProduct } from "../a-product.ts";
import { clock, day } from "../product/virtual-time.ts";

const begin = aProduct();

describe("a notice about somebody who leaves", () => {
  test("R-01, R-03: anna's record is read again, and one case opens with its plan frozen and its first step called", async () => {
    const product = await begin();
    product.terminate("anna");

    const verdict = await product.told("anna");

    const anna = product.leaver("anna");
    const record = await anna.record();
    expect(verdict).toMatchObject({ bucket: "opened", caseId: record.caseId });
    expect(record).toMatchObject({ status: "running", leaverId: anna.id, source: "bamboohr", revision: 1 });
    expect(record.departure).toMatchObject({ date: day(-1), meaning: "last-working-day", timeOfDay: "18:00" });
    expect([(await anna.step("snapshot")).state, await anna.called()]).toEqual(["ready", ["snapshot"]]);
    expect(await product.dueKeys()).toEqual([record.dueKey]);
    expect(await product.caseIds()).toEqual([record.caseId]);
    expect(await anna.faults()).toEqual([]);
  });

  test("R-03, P2: five deliveries from two sources are one case, and each delivery ends in one bucket", async () => {
    const product = await begin();
    product.terminate("ben");

    for (const source of ["bamboohr", "payroll", "bamboohr", "bamboohr", "payroll"] as const) {
      await product.notice("ben", { source });
    }
    await product.run();

    const buckets = (await product.deliveries()).map((delivery) => delivery.bucket);
    expect(buckets.toSorted()).toEqual(["joined", "joined", "joined", "joined", "opened"]);
    const ben = product.leaver("ben");
    expect((await ben.record()).status).toBe("done");
    expect(await product.caseIds()).toHaveLength(1);
    expect(ben.effects().filter((effect) => effect === "reset-password")).toHaveLength(1);
    expect(await ben.mails()).toBe(1);
  });

  test("one delivery that names anna twice and ben once opens two cases", async () => {
    const product = await begin();
    product.terminate("anna");
    product.terminate("ben");

    await product.notice(["anna", "ben", "anna"]);
    await product.run("delivery");

    expect(await product.caseIds()).toHaveLength(2);
    expect(await Promise.all(["anna", "ben"].map((who) => product.leaver(who).faults()))).toEqual([[], []]);
    expect(await product.deliveries()).toMatchObject([{ bucket: "opened" }]);
  });

  test("R-06: a notice that comes after the last day is done late, flagged, and told as an event", async () => {
    const product = await begin();
    product.terminate("anna", day(-30));

    await product.told("anna");

    const anna = product.leaver("anna");
    expect(await anna.record()).toMatchObject({
      departure: { late: true },
      because: expect.stringContaining("after the last day"),
    });
    expect(await anna.events()).toEqual(["case.opened", "case.late"]);
  });

  test("RULE 3: what one source only proposed starts by itself when another one can be read and confirms it", async () => {
    const product = await begin();
    await product.told("julia", { source: "approvals" });
    product.terminate("julia", day(10));

    const verdict = await product.told("julia");

    const julia = product.leaver("julia");
    expect(verdict).toMatchObject({ bucket: "revised" });
    expect(await julia.record()).toMatchObject({
      status: "scheduled",
      source: "bamboohr",
      departure: { date: day(10) },
    });
    expect(await product.caseIds()).toHaveLength(1);
    await clock.advance(12 * 86_400_000);
    await product.sweep();
    expect((await julia.record()).status).toBe("done");
  });

  test("RULE 3: a source that cannot be read again opens a proposed case, and nothing happens before a person starts it", async () => {
    const product = await begin();

    const verdict = await product.told("julia", { source: "approvals" });
    await product.pass(86_400_000);
    await product.sweep();

    const julia = product.leaver("julia");
    expect(verdict.bucket).toBe("opened");
    expect(await julia.record()).toMatchObject({
      status: "proposed",
      because: expect.stringContaining("a person must start"),
    });
    expect([julia.effects(), await julia.called()]).toEqual([[], []]);

    await julia.start();
    await product.run();
    expect((await julia.record()).status).toBe("done");
    expect(await julia.faults()).toEqual([]);
  });
});
