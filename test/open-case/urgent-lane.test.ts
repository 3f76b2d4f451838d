import { describe, expect, test } from "vitest";
import { lockoutMs } from "../../shared/domain/case.ts";
import { aProduct } from "../a-product.ts";
import { idOf, type Product } from "../product/product.ts";
import { sweepAt } from "../product/scheduled.ts";
import { clock, day } from "../product/virtual-time.ts";

const begin = aProduct();
/** Whoever leaves New York leaves at once, as a rule by country shows. */
const sites = { "New York": "America/New_York" };
const urgentForClara = {
  policy: {
    endOfWork: "18:00",
    sites,
    rules: [{ because: "no last day there", when: { country: ["United States"] }, set: { lane: "urgent" as const } }],
  },
};
const hour = 3_600_000;

/** Moves to an hour of a day to come, at Clara's site, and tells its date there. */
async function to(hourOfDay: number): Promise<string> {
  const zone = "America/New_York";
  const local = (at: number) => {
    const parts = new Intl.DateTimeFormat("sv", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(at);
    return { date: parts.slice(0, 10), hour: Number(parts.slice(11, 13)) };
  };
  do await clock.advance(hour);
  while (local(Date.now()).hour !== hourOfDay);
  return local(Date.now()).date;
}

async function told(product: Product, lastDay: string) {
  product.terminate("clara", lastDay);
  await product.told("clara");
  await product.run();
  return product.leaver("clara");
}

describe("the urgent lane", () => {
  test("REQ-01: a notice on the last day ends access at once, and is not late", async () => {
    const product = await begin(urgentForClara);

    const clara = await told(product, await to(11));

    const record = await clara.record();
    expect(record).toMatchObject({ status: "done", departure: { urgent: true, late: false, timeOfDay: "18:00" } });
    expect(record.departure?.startAt).toMatch(/T0[45]:00:00.000Z$/);
    expect(lockoutMs(record), "measured from the notice, not from midnight").toBeLessThan(hour);
    expect(await clara.events()).not.toContain("case.late");
  });

  test("R-06: a notice after the end of work of that day is late", async () => {
    const product = await begin(urgentForClara);

    const clara = await told(product, await to(20));

    expect(await clara.record()).toMatchObject({ departure: { late: true } });
    expect(await clara.events()).toContain("case.late");
  });

  test("the same notice in the normal lane waits for the end of work", async () => {
    const product = await begin({ policy: { sites } });

    const clara = await told(product, await to(11));

    expect(await clara.record()).toMatchObject({ status: "scheduled" });
    expect(clara.effects()).toEqual([]);
  });

  test("R-04, P5: a notice days before waits for the first moment of the last day, not one minute less", async () => {
    const product = await begin(urgentForClara);
    const clara = await told(product, day(20));
    const startAt = (await clara.record()).departure?.startAt ?? "";
    expect(await clara.record()).toMatchObject({ status: "scheduled", wakeAt: startAt });

    await sweepAt(product, startAt, 60_000);
    expect(clara.effects()).toEqual([]);
    await sweepAt(product, startAt);

    expect(await clara.record()).toMatchObject({ status: "done", revision: 1, departure: { late: false } });
  });

  test("R-06, P5: a sweep that comes hours after midnight is in time; after the end of work it is late", async () => {
    for (const [hours, late] of [
      [9, false],
      [20, true],
    ] as const) {
      const product = await begin(urgentForClara);
      const clara = await told(product, day(20));
      const startAt = (await clara.record()).departure?.startAt ?? "";

      await sweepAt(product, startAt, -hours * hour);

      expect(await clara.record()).toMatchObject({ status: "done", departure: { late } });
    }
  });

  test("R-05, R-21: a rule for guests holds at the start as it did when the case was opened", async () => {
    const rules = [
      { because: "guests at once", when: { userType: ["guest" as const] }, set: { lane: "urgent" as const } },
    ];
    const product = await begin({ policy: { rules } });
    product.terminate("guest", day(20));
    await product.told("guest");
    const gwen = product.leaver("guest");
    const startAt = (await gwen.record()).departure?.startAt ?? "";

    await sweepAt(product, startAt);

    expect(await gwen.record()).toMatchObject({ leaverId: idOf("guest"), status: "done", revision: 1 });
  });
});
