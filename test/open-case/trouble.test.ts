import { describe, expect, test } from "vitest";
import { CaseId } from "../../shared/domain/ids.ts";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { clock, day, now } from "../product/virtual-time.ts";

const begin = aProduct();
const minute = 60_000;

function hrIsDown(product: Product): void {
  product.tenant.faults.add({ match: { path: /employees/ }, action: { status: 503, when: "before" } });
}

async function scheduled(product: Product) {
  product.terminate("clara", day(10));
  await product.told("clara");
  const clara = product.leaver("clara");
  return { clara, startAt: (await clara.record()).departure?.startAt ?? "" };
}

describe("when HR or the directory does not answer at the opening", () => {
  test.each([
    ["the HR system", /employees/, 503],
    ["the directory", /^\/v1\.0\/users\?/, 503],
    ["the key of the HR system is refused:", /employees/, 401],
  ])("P1: %s is away: the delivery stays open, and a later sweep opens the case", async (_, path, status) => {
    const product = await begin();
    product.terminate("anna");
    product.tenant.faults.add({ match: { path }, action: { status, when: "before" } });

    await product.notice("anna");
    await product.run();
    await product.pass(2 * minute);
    await product.sweep();
    expect(await product.deliveries()).toMatchObject([{ bucket: undefined }]);
    expect([await product.caseIds(), product.tenant.effects()]).toEqual([[], []]);

    product.tenant.faults.clear();
    await product.pass(minute);
    await product.sweep();
    expect(await product.deliveries()).toMatchObject([{ bucket: "opened" }]);
    expect((await product.leaver("anna").record()).status).toBe("done");
    expect(await product.dueKeys()).toEqual([]);
  });

  test("P1: of two people in one delivery, one cannot be read: the other one's case is opened already", async () => {
    const product = await begin();
    product.terminate("anna");
    product.terminate("ben");
    const { hrId } = product.leaver("ben").person;
    product.tenant.faults.add({
      match: { path: new RegExp(`employees/${hrId}`) },
      action: { status: 503, when: "before" },
    });

    await product.notice(["anna", "ben"]);
    await product.run("delivery");
    expect([(await product.leaver("anna").record()).status, await product.deliveries()]).toMatchObject([
      "running",
      [{}],
    ]);
    expect(await product.leaver("ben").fileIfAny()).toBeUndefined();

    product.tenant.faults.clear();
    await product.pass(2 * minute);
    await product.sweep();
    expect((await product.leaver("ben").record()).status).toBe("done");
    expect(await product.caseIds()).toHaveLength(2);
  });
});

describe("when HR does not answer at the start", () => {
  test("P5: clara's case waits for it, at most 15 minutes, and then starts on what HR said before", async () => {
    const product = await begin();
    const { clara, startAt } = await scheduled(product);
    hrIsDown(product);
    await clock.advance(Date.parse(startAt) - Date.now());

    await product.sweep();
    await product.pass(14 * minute);
    await product.sweep();
    expect([(await clara.record()).status, clara.effects()]).toEqual(["scheduled", []]);

    await product.pass(2 * minute);
    await product.sweep();
    expect((await clara.record()).status).toBe("done");
    expect(await clara.faults()).toEqual([]);
  });

  test("R-05: it comes back and says that clara stays: cancelled, no effect", async () => {
    const product = await begin();
    const { clara, startAt } = await scheduled(product);
    hrIsDown(product);
    await clock.advance(Date.parse(startAt) - Date.now());
    await product.sweep();

    product.tenant.state.hr.rescind(clara.person.hrId ?? "");
    product.tenant.faults.clear();
    await product.pass(5 * minute);
    await product.sweep();

    expect([(await clara.record()).status, clara.effects()]).toEqual(["cancelled", []]);
  });

  test("P5: its record became unreadable: the case starts on what HR said before, and does not hang for ever", async () => {
    const product = await begin();
    product.terminate("clara", day(10));
    await product.told("clara", { source: "payroll" });
    const clara = product.leaver("clara");
    const { departure } = await clara.record();
    Object.assign(product.tenant.state.hr.find(clara.person.hrId ?? "") ?? {}, { timeZone: "nowhere" });

    await clock.advance(Date.parse(departure?.startAt ?? "") - Date.now());
    await product.sweep();
    await product.pass(16 * minute);
    await product.sweep();

    expect((await clara.record()).status).toBe("done");
    expect(product.bus.deadLetters).toEqual([]);
  });

  test("P5: it does not know clara any more: nobody is let off because a record is gone", async () => {
    const product = await begin();
    const { clara, startAt } = await scheduled(product);
    product.tenant.faults.add({ match: { path: /employees/ }, action: { status: 404, when: "before" } });

    await clock.advance(Date.parse(startAt) - Date.now());
    await product.sweep();
    await product.pass(16 * minute);
    await product.sweep();

    expect((await clara.record()).status).not.toBe("cancelled");
  });
});

describe("when processes meet or die at the opening", () => {
  test("I9: two deliveries at the same time in two processes are one case", async () => {
    const product = await begin();
    product.terminate("anna");

    const verdicts = await Promise.all([product, product.another(), product.another()].map((one) => one.told("anna")));

    expect(verdicts.map(({ bucket }) => bucket).toSorted()).toEqual(["joined", "joined", "opened"]);
    const anna = product.leaver("anna");
    expect(await product.dueKeys()).toEqual([(await anna.record()).dueKey]);
    await product.run();
    expect(anna.effects().filter((effect) => effect === "revoke-sessions")).toHaveLength(2);
    expect(await anna.faults()).toEqual([]);
  });

  test("P2: a process that died between claim and case: the next delivery opens under the claimed id", async () => {
    const product = await begin();
    product.terminate("anna");
    const doomed = product.another();
    doomed.border.diesAt = (crossing) => crossing === "before ledger.open";
    void doomed.told("anna");
    await doomed.border.death;
    const anna = product.leaver("anna");
    const claimed = await product.ports.subjects.holder(anna.id);
    expect(claimed).toBeDefined();
    expect(await anna.fileIfAny()).toBeUndefined();

    expect(await product.told("anna")).toMatchObject({ bucket: "opened", caseId: claimed });

    await product.run();
    expect((await anna.record()).status).toBe("done");
  });
});

describe("entries of the due index that are out of date", () => {
  test("section 11.3: of a case that never was, of an older time, of a closed case: removed by whoever meets them", async () => {
    const product = await begin();
    const { clara } = await scheduled(product);
    const { caseId, dueKey } = await clara.record();
    const ghost = CaseId.parse("case-00000000000000000000");
    product.terminate("anna");
    await product.told("anna");
    await product.run();
    const done = await product.leaver("anna").record();
    for (const id of [ghost, caseId, done.caseId]) await product.ports.due.put(now(), { kind: "case", caseId: id });
    const delivery = { partition: "bamboohr-00", row: "nobody" };
    await product.ports.due.put(now(), { kind: "delivery", delivery });

    await product.sweep();

    expect(await product.dueKeys()).toEqual([dueKey]);
    expect([(await clara.record()).status, clara.effects()]).toEqual(["scheduled", []]);
  });
});
