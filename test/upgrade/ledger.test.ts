import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { disableOnPremises } from "../../dev/tenant/changes.ts";
import { viewOf } from "../../functions/ops/case-view.ts";
import { steps } from "../../functions/steps.ts";
import { CaseRecord, StepRecord } from "../../shared/domain/case.ts";
import { aProduct } from "../a-product.ts";
import type { Leaver } from "../product/leaver.ts";
import type { Product } from "../product/product.ts";
import { sweepAt } from "../product/scheduled.ts";
import { day } from "../product/virtual-time.ts";
import { keptRows, loadLedger, replay } from "./kept-ledger.ts";
import { keepLedger, makeLedger, people, policy } from "./make-ledger.ts";

const begin = aProduct();
const hour = 60 * 60_000;
const builds = readdirSync(join(import.meta.dirname, "ledgers")).map((file) => file.replace(".jsonl", ""));

describe.each(builds)("the ledger that build %s left", (build) => {
  test("is finished by this build: every case by its frozen plan, nothing twice, nothing lost", async () => {
    const { product, all, one } = await withLedger(build);
    const [plans, done] = [await Promise.all(all.map(planOf)), await one.done.record()];
    const made = one.done.effects();
    expect(viewOf(await one.done.file(), steps)).toMatchObject({ kind: "leaver", status: "done" });

    await one.proposed.start();
    disableOnPremises(product.tenant.state, one["waiting for a person"].person);
    await one["waiting for a person"].resume();
    for (let days = 0; days < 3; days += 0.25) {
      await product.pass(6 * hour);
      await product.sweep();
    }
    await sweepAt(product, (await one.scheduled.record()).departure?.startAt ?? "");
    for (let rounds = 0; rounds < 3; rounds += 1) {
      await product.pass(6 * 60_000);
      await product.sweep();
    }

    for (const leaver of all) {
      expect(await leaver.record(), leaver.person.key).toMatchObject({ status: "done", kind: "leaver", version: 1 });
      expect(await leaver.faults(), leaver.person.key).toEqual([]);
      expect(leaver.person.accountEnabled, leaver.person.key).toBe(false);
    }
    expect(await Promise.all(all.map(planOf))).toEqual(plans);
    expect([await one.done.record(), one.done.effects()]).toEqual([done, made]);
    const dead = one["in the middle of a change, its process dead"];
    expect(dead.effects().filter((effect) => effect === "reset-password")).toHaveLength(1);
    expect(one["in the middle of its plan"].effects()).toContain("convert-mailbox");
    expect(await product.dueKeys()).toEqual([]);
  });

  test("has no member that this build would drop", () => {
    const cases = keptRows(build).filter(({ table }) => table === "cases");
    const membersOf = (rowKey: RegExp) => {
      const rows = cases.filter(({ row }) => rowKey.test(row.rowKey)).map(({ row }) => row);
      const names = rows.flatMap((row) => Object.keys(row)).map((name) => name.replace(/_json\d+$/, ""));
      return new Set(names).difference(new Set(["partitionKey", "rowKey"]));
    };

    expect([...membersOf(/^case$/).difference(new Set(Object.keys(CaseRecord.shape)))]).toEqual([]);
    expect([...membersOf(/^step:/).difference(new Set(Object.keys(StepRecord.shape)))]).toEqual([]);
  });
});

test("a ledger of this build can be kept for the builds to come", async () => {
  const product = await begin({ policy });

  await makeLedger(product);

  const statuses = Object.values(people).map(async (who) => (await product.leaver(who).record()).status);
  expect(await Promise.all(statuses)).toEqual(["done", "running", "parked", "running", "scheduled", "proposed"]);
  // docs/upgrades.md says when.
  if (process.env.KEEP_LEDGER) await keepLedger(product, process.env.KEEP_LEDGER);
});

/** This build, with an earlier build's ledger and the tenant as that one had left it. */
async function withLedger(build: string) {
  const product = await begin({ policy });
  for (const who of Object.values(people)) product.terminate(who, day(-1));
  await loadLedger(product, build);
  const one = leaversOf(product);
  const all = Object.values(one);
  for (const leaver of all) await replay(product, leaver);
  return { product, all, one };
}

function leaversOf(product: Product) {
  const found = Object.entries(people).map(([state, who]) => [state, product.leaver(who)]);
  return Object.fromEntries(found) as Record<keyof typeof people, Leaver>;
}

async function planOf(leaver: Leaver) {
  return (await leaver.file()).steps.map(({ name, order, needs, after }) => ({ name, order, needs, after }));
}
