import { expect, test } from "vitest";
import { TableDeletionDays } from "../../../shared/adapters/tables/table-deletion-days.ts";
import { CaseId, instant } from "../../../shared/domain/ids.ts";
import { someTables } from "./some-tables.ts";

const tables = someTables();
const caseId = (number: number) => CaseId.parse(`case-${String(number).padStart(20, "0")}`);

test("R-09: what is registered up to a day is read with one query, without what is due later or what the table holds besides", async () => {
  const { here } = tables;
  const days = new TableDeletionDays(here.table("caselist"));
  await here.caseList.add(caseId(9), instant(Date.parse("2026-03-01")));
  for (const [number, day] of [
    [1, "2026-03-01"],
    [2, "2026-03-02"],
    [3, "2026-03-02"],
    [4, "2026-03-03"],
  ] as const)
    await days.put({ day, caseId: caseId(number), stopped: false });
  const before = here.proxy.requests().length;

  const due = await days.upTo("2026-03-02");

  expect(due.map((one) => one.caseId)).toEqual([caseId(1), caseId(2), caseId(3)]);
  expect(here.proxy.requests().length - before).toBe(1);
  expect((await here.caseList.page(10, undefined)).caseIds).toEqual([caseId(9)]);
});

test("registered twice it counts once, with what was said last; removed twice it is no error", async () => {
  const days = new TableDeletionDays(tables.here.table("caselist"));
  const one = { day: "2020-01-01", caseId: caseId(20), stopped: false };
  await days.put(one);
  await days.put({ ...one, stopped: true });
  expect(await days.upTo("2020-01-01")).toEqual([{ ...one, stopped: true }]);

  for (const _ of [1, 2]) await days.remove(one);
  expect(await days.upTo("2020-01-01")).toEqual([]);
});
