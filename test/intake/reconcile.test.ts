import { expect, test } from "vitest";
import { continueHandler, type ListedSource, reconcileHandler } from "../../functions/timers/reconcile-sources.ts";
import { hrisEnds } from "../../shared/adapters/hris/hris-ends.ts";
import { HrisRecords } from "../../shared/adapters/hris/hris-records.ts";
import { personioWebhook } from "../../shared/adapters/hris/personio-webhook.ts";
import { TableSourceProgresses } from "../../shared/adapters/tables/table-source-progress.ts";
import { TryLaterError } from "../../shared/domain/errors.ts";
import { SourceName } from "../../shared/domain/ids.ts";
import { openCase } from "../../shared/domain/open-case.ts";
import type { HrEnds } from "../../shared/domain/ports/hr-ends.ts";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { clock, day, now } from "../product/virtual-time.ts";

const begin = aProduct();
const dayMs = 24 * 3_600_000;
const name = SourceName.parse("bamboohr");

/** The timers of the product over BambooHR, or over another list. */
function timers(product: Product, ends?: HrEnds) {
  const lookup = { kind: "bamboohr", baseUrl: product.tenant.url, key: product.tenant.hrApiKey } as const;
  const list = ends ?? hrisEnds(lookup, { now });
  if (list === undefined) throw new Error("There is no list");
  const source: ListedSource = { name, ends: list, lookBackDays: 31 };
  const progress = new TableSourceProgresses(product.world.table("sources"));
  const ports = { ...product.ports, progress };
  return { progress, daily: reconcileHandler(source, ports), goOn: continueHandler([source], ports) };
}

/** A list of so many people, one on each page; `failAt` pages from the beginning it does not answer. */
function aList(people: number, failures: Set<number> = new Set()) {
  const asked: (string | undefined)[] = [];
  const ends: HrEnds = {
    since: "ends",
    async page(_since, cursor = "0") {
      asked.push(cursor);
      const at = Number(cursor);
      if (failures.delete(at)) throw new TryLaterError("The HR system did not answer");
      const next = at + 1 < people ? String(at + 1) : undefined;
      return { ends: [{ employeeRef: String(9_000 + at), stamp: "2026-01-31" }], next };
    },
  };
  return { ends, asked };
}

test("P1: a notice that was never sent is found by reconciliation within 24 hours, and opens one case", async () => {
  const product = await begin();
  const { daily } = timers(product);
  await daily();
  await clock.advance(3_600_000);
  product.terminate("clara", day(-1));

  await clock.advance(dayMs - 3_600_000);
  await daily();
  await product.run();

  expect((await product.leaver("clara").record()).status).toBe("done");
  expect(await product.caseIds()).toHaveLength(1);
});

test("P1: an end in the future that no notice told of is scheduled", async () => {
  const product = await begin();
  product.terminate("clara", day(20));

  await timers(product).daily();
  await product.run();

  expect(await product.leaver("clara").record()).toMatchObject({ status: "scheduled", departure: { date: day(20) } });
});

test("RULE 4: repeated passes over the same end store nothing and open nothing", async () => {
  const product = await begin();
  const { daily } = timers(product);
  product.terminate("clara", day(-1));
  await daily();
  await product.run();
  const before = [await product.deliveries(), await product.caseIds()];

  for (let pass = 0; pass < 3; pass += 1) {
    await clock.advance(600_000);
    await daily();
    await product.run();
  }

  expect([await product.deliveries(), await product.caseIds()]).toEqual(before);
  expect(before[0]).toMatchObject([{ bucket: "opened" }]);
});

test("RULE 3: who was told by a notice is joined and not opened twice; a moved date revises the case", async () => {
  const product = await begin();
  const { daily } = timers(product);
  product.terminate("clara", day(20));
  await product.notice("clara");
  await product.run();
  await daily();
  await product.run();
  await clock.advance(2_000);
  product.terminate("clara", day(25));
  await daily();
  await product.run();

  expect(await product.caseIds()).toHaveLength(1);
  expect((await product.leaver("clara").record()).departure?.date).toBe(day(25));
});

test("RULE 6: a source that cannot sign only proposes, although its record was read", async () => {
  const people = SourceName.parse("people");
  const product = await begin();
  const { tenant } = product;
  const lookup = { kind: "http", url: `${tenant.url}/hr/workers`, key: tenant.hrToken } as const;
  const hr = new HrisRecords([{ name: people, lookup, scheme: personioWebhook("x-token") }], { now });
  product.terminate("clara", day(-1));

  await openCase(product.event("clara", { source: "people" }), { ...product.ports, hr });

  expect(await product.leaver("clara").record()).toMatchObject({ status: "proposed", departure: { date: day(-1) } });
});

test("P5: a change of somebody who stays is no notice", async () => {
  const product = await begin();
  product.tenant.state.hr.touch("103");

  await timers(product).daily();

  expect(await product.deliveries()).toEqual([]);
});

test("P6: a list that stops answering is taken up where it stopped, and nobody is read twice or missed", async () => {
  const product = await begin();
  const { ends, asked } = aList(5, new Set([3]));
  const { daily, goOn, progress } = timers(product, ends);

  await daily();
  expect(await progress.read(name)).toMatchObject({ pass: { cursor: "3" } });
  await goOn();
  await goOn();

  expect(asked).toEqual(["0", "1", "2", "3", "3", "4"]);
  expect(await product.deliveries()).toHaveLength(5);
  expect((await progress.read(name))?.pass).toBeUndefined();
});

test("RULE 14: one run reads a bounded number of pages, and the next ticks read the rest", async () => {
  const product = await begin();
  const { ends, asked } = aList(45);
  const { daily, goOn } = timers(product, ends);

  await daily();
  expect(asked).toHaveLength(20);
  await goOn();
  await goOn();
  await goOn();

  expect(asked).toHaveLength(45);
  expect(await product.deliveries()).toHaveLength(45);
});

test("RULE 1: a source that somebody asked for is read with the next tick, once", async () => {
  const product = await begin();
  const { ends, asked } = aList(1);
  const { daily, goOn, progress } = timers(product, ends);
  await daily();
  await goOn();
  expect(asked).toHaveLength(1);

  await clock.advance(1_000);
  await progress.askSoon(name, now());
  await clock.advance(1_000);
  await goOn();
  await clock.advance(1_000);
  await goOn();

  expect(asked).toHaveLength(2);
});
