import { describe, expect, test } from "vitest";
import { aProduct } from "../a-product.ts";
import { scheduled, sweepAt } from "../product/scheduled.ts";
import { clock, day } from "../product/virtual-time.ts";

const begin = aProduct();

describe("a departure that lies ahead", () => {
  test("R-04, P5: clara's case waits, in the zone of her site, and starts at its minute, not one minute before", async () => {
    const product = await begin({ policy: { sites: { "New York": "America/New_York" } } });
    const { clara, startAt } = await scheduled(product);
    expect(await clara.record()).toMatchObject({ status: "scheduled", wakeAt: startAt });
    expect(startAt).toMatch(/T2[23]:00:00.000Z$/);

    await sweepAt(product, startAt, 60_000);
    expect([(await clara.record()).status, clara.effects(), await clara.called()]).toEqual(["scheduled", [], []]);

    await sweepAt(product, startAt);
    expect((await clara.record()).status).toBe("done");
    expect(((await clara.record()).startedAt ?? "") >= startAt).toBe(true);
    expect(await clara.events()).toEqual(["case.opened", "case.started", "case.locked-out", "case.closed"]);
    expect(await clara.faults()).toEqual([]);
    expect(await product.dueKeys()).toEqual([]);
  });

  test("RULE 9: a week without any sweep starts clara's case late, and not never", async () => {
    const product = await begin();
    const { clara, startAt } = await scheduled(product);

    await sweepAt(product, startAt, -7 * 86_400_000);

    expect(await clara.record()).toMatchObject({ status: "done", departure: { late: true } });
    expect(await clara.events()).toContain("case.late");
  });

  test("RULE 14: two sweeps at the same time start clara's case once", async () => {
    const product = await begin();
    const { clara, startAt } = await scheduled(product);
    await clock.advance(Date.parse(startAt) - Date.now());

    await Promise.all([product.sweep(), product.another().sweep()]);
    await product.sweep();

    expect((await clara.history()).filter((what) => what === "case.started")).toHaveLength(1);
    expect(clara.effects().filter((effect) => effect === "reset-password")).toHaveLength(1);
  });

  test("cancelled before its time: no effect, ever, and the index forgets it", async () => {
    const product = await begin();
    const { clara, startAt } = await scheduled(product);

    await clara.cancel();
    await sweepAt(product, startAt);

    expect([(await clara.record()).status, clara.effects(), await product.dueKeys()]).toEqual(["cancelled", [], []]);
  });
});

describe("a date that moves", () => {
  test("R-05: later: a new revision, and at the old time nothing happens", async () => {
    const product = await begin();
    const { clara, startAt, dueKey } = await scheduled(product);
    product.terminate("clara", day(40));

    expect((await product.told("clara")).bucket).toBe("revised");

    const record = await clara.record();
    expect(record).toMatchObject({ status: "scheduled", revision: 2, departure: { date: day(40) } });
    expect(record.dueKey).not.toBe(dueKey);
    expect(await product.dueKeys()).toEqual([record.dueKey]);
    await sweepAt(product, startAt);
    expect([(await clara.record()).status, clara.effects()]).toEqual(["scheduled", []]);
    await sweepAt(product, record.departure?.startAt ?? "");
    expect((await clara.record()).status).toBe("done");
  });

  test("R-05: earlier: the case starts at the earlier time", async () => {
    const product = await begin();
    const { clara, dueKey } = await scheduled(product);
    product.terminate("clara", day(3));

    expect((await product.told("clara")).bucket).toBe("revised");

    const record = await clara.record();
    expect(await product.dueKeys()).toEqual([record.dueKey]);
    expect(record.dueKey).not.toBe(dueKey);
    await sweepAt(product, record.departure?.startAt ?? "");
    expect((await clara.record()).status).toBe("done");
  });

  test("R-05, R-06: into the past: the next sweep starts it", async () => {
    const product = await begin();
    const { clara } = await scheduled(product);
    product.terminate("clara", day(-1));

    await product.told("clara");
    await product.sweep();

    expect((await clara.record()).status).toBe("done");
  });

  test("R-05: later, and nobody told Leaver: the record is read again at the old time, and nothing happens", async () => {
    const product = await begin();
    const { clara, startAt } = await scheduled(product);
    product.terminate("clara", day(40));

    await sweepAt(product, startAt);

    expect(clara.effects()).toEqual([]);
    const record = await clara.record();
    expect(record).toMatchObject({ status: "scheduled", revision: 2 });
    await sweepAt(product, record.departure?.startAt ?? "");
    expect((await clara.record()).status).toBe("done");
  });

  test("R-05: the record moved to a later date after the start: the case pauses and asks", async () => {
    const product = await begin();
    product.terminate("anna");
    await product.told("anna");
    product.terminate("anna", day(20));

    expect((await product.told("anna")).bucket).toBe("revised");
    await product.run();

    const anna = product.leaver("anna");
    expect(await anna.record()).toMatchObject({
      status: "paused",
      because: expect.stringContaining("resume or cancel"),
    });
    expect(anna.effects()).toEqual([]);
  });
});
