import { describe, expect, test } from "vitest";
import { z } from "zod";
import { deleteUser } from "../../../dev/tenant/deletion/changes.ts";
import { setLicences } from "../../../dev/tenant/licences/changes.ts";
import { setHold } from "../../../dev/tenant/sharepoint/changes.ts";
import { setRetention } from "../../../dev/tenant/sharepoint/lifecycle.ts";
import type { CaseFile } from "../../../shared/domain/case.ts";
import { driveClocks } from "../../../shared/domain/drive-clocks.ts";
import { epochMs, Instant, instant } from "../../../shared/domain/ids.ts";
import { stepInput } from "../../../shared/domain/step-input.ts";
import { aProduct } from "../../a-product.ts";
import { type Product, stepNamed } from "../../product/product.ts";
import { clock, now } from "../../product/virtual-time.ts";

const begin = aProduct();
const step = "read-drive-clocks";
const dayMs = 86_400_000;
const Told = z.object({ shown: z.object({ readOnlyAt: Instant, archivedAt: Instant }) });

/** What the step sees when the case stands like this. */
async function observed(product: Product, file: CaseFile): Promise<unknown> {
  return await stepNamed(step).observe(stepInput(stepNamed(step), file, product.ports));
}

test("R-63, R-35: a OneDrive with a licence has no clock; the tenant's own retention value and the hold are read", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  setRetention(product.tenant.state, 365);

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({
    state: "done",
    evidence: {
      retentionDays: 365,
      onHold: false,
      lock: "open",
      archived: false,
      licensed: true,
      costs: [],
      risks: [],
    },
  });
  expect(product.tenant.unhandled()).toEqual([]);
});

test("R-35, REQ-50: a hold is told, and it keeps the OneDrive whatever the dates say", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  const site = product.tenant.state.sites.oneDrive(anna.id);
  if (site) setHold(product.tenant.state, site, true);

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({
    evidence: { onHold: true, risks: [{ rule: "R-35", what: expect.stringContaining("until the hold is lifted") }] },
  });
});

test("REQ-34, FACT-17: the account is deleted: the OneDrive is found by its id, and its end is computed from the deletion", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("list-sharing-links");
  await product.run("list-sharing-links");
  const file = await anna.file();
  deleteUser(product.tenant.state, anna.person, "hand");

  const seen = await observed(product, file);

  const deletedAt = anna.person.deletedAt ?? 0;
  const ends = instant(Math.floor(deletedAt / 1_000) * 1_000 + 30 * dayMs);
  expect(seen).toMatchObject({
    kind: "reached",
    shown: {
      licensed: false,
      endsAt: ends,
      goneAt: instant(epochMs(ends) + 93 * dayMs),
      costs: [],
      risks: [{ rule: "REQ-34", what: expect.stringContaining(ends.slice(0, 10)) }],
    },
  });
});

test("R-35, REQ-50: a deleted account whose OneDrive is on hold has no end, only the risk line that says so", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at("list-sharing-links");
  await product.run("list-sharing-links");
  const site = product.tenant.state.sites.oneDrive(anna.id);
  if (site) setHold(product.tenant.state, site, true);
  deleteUser(product.tenant.state, anna.person, "hand");

  const seen = await observed(product, await anna.file());

  expect(seen).toMatchObject({ kind: "reached", shown: { onHold: true, costs: [{ per: "once" }, { per: "month" }] } });
  expect(seen).not.toHaveProperty("shown.endsAt");
});

test("FACT-03: the licence went in this case: the dates count from then, and the archive's price from the size", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  const file = await anna.file();
  const finishedAt = now();
  product.tenant.state.person("anna").licences = [];
  const steps = file.steps.map((one) =>
    one.name === "remove-licences" ? { ...one, state: "done" as const, finishedAt } : one,
  );

  const seen = await observed(product, { ...file, steps });

  const archivedAt = instant(epochMs(finishedAt) + 93 * dayMs);
  expect(seen).toMatchObject({
    kind: "reached",
    shown: {
      unlicensedSince: finishedAt,
      readOnlyAt: instant(epochMs(finishedAt) + 60 * dayMs),
      archivedAt,
      costs: [
        { amount: 2.24, per: "once", from: archivedAt },
        { amount: 0.19, per: "month" },
      ],
      risks: [{ rule: "FACT-03", what: expect.stringContaining(archivedAt.slice(0, 10)) }],
    },
  });
});

test("REQ-35, FACT-03: the days that are told are the days on which the tenant does it", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  const file = await anna.file();
  setLicences(product.tenant.state, anna.person, [], "hand");
  const finishedAt = now();
  const steps = file.steps.map((one) =>
    one.name === "remove-licences" ? { ...one, state: "done" as const, finishedAt } : one,
  );
  const told = Told.parse(await observed(product, { ...file, steps })).shown;
  const site = () => product.tenant.state.sites.oneDrive(anna.id);
  const at = async (when: Instant, more: number) => await clock.advance(epochMs(when) + more - Date.now());

  await at(told.readOnlyAt, -60_000);
  expect(site()?.lock).not.toBe("ReadOnly");
  await at(told.readOnlyAt, 60_000);
  expect(site()?.lock).toBe("ReadOnly");
  await at(told.archivedAt, -60_000);
  expect(site()?.archived).not.toBe(true);
  await at(told.archivedAt, 60_000);
  expect(site()?.archived).toBe(true);
});

test("FACT-03: without licence since before the case, nobody knows since when: a residual risk, and no invented date", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step);
  product.tenant.state.person("anna").licences = [];

  await product.run(step);

  expect(await anna.step(step)).toMatchObject({
    evidence: { licensed: false, costs: [], risks: [{ rule: "FACT-03", what: expect.stringContaining("not known") }] },
  });
});

test("leaver09 never opened a OneDrive: skipped with that reason", async () => {
  const product = await begin();
  const samir = await product.leaver("leaver09").at(step);

  await product.run(step);

  expect(await samir.step(step)).toMatchObject({ state: "skipped", because: "the leaver has no OneDrive" });
});

describe("the clocks of a OneDrive", () => {
  const at = Instant.parse("2026-03-01T00:00:00.000Z");
  const facts = {
    usedBytes: 100 * 1024 ** 3,
    retentionDays: 30,
    deletedAt: undefined,
    unlicensedSince: at,
    held: false,
    exempt: false,
  };

  test("FACT-03, REQ-35: read-only on day 60, archived on day 93, 0.60 USD per GB once and 0.05 per GB and month", () => {
    expect(driveClocks(facts)).toEqual({
      readOnlyAt: "2026-04-30T00:00:00.000Z",
      archivedAt: "2026-06-02T00:00:00.000Z",
      costs: [
        expect.objectContaining({ amount: 60, currency: "USD", per: "once", from: "2026-06-02T00:00:00.000Z" }),
        expect.objectContaining({ amount: 5, currency: "USD", per: "month" }),
      ],
    });
  });

  test("FACT-03: Education, GCC and DoD tenants are exempt", () => {
    expect(driveClocks({ ...facts, exempt: true })).toEqual({ costs: [] });
  });

  test("FACT-04, FACT-17: deleted with 30 days of retention, it is in the bin before it could be archived, for 93 days", () => {
    expect(driveClocks({ ...facts, deletedAt: at })).toEqual({
      readOnlyAt: "2026-04-30T00:00:00.000Z",
      endsAt: "2026-03-31T00:00:00.000Z",
      goneAt: "2026-07-02T00:00:00.000Z",
      costs: [],
    });
  });

  test("R-35: a hold stops the end, and with it the archive comes", () => {
    const clocks = driveClocks({ ...facts, deletedAt: at, held: true });
    expect([clocks.endsAt, clocks.archivedAt, clocks.costs.length]).toEqual([undefined, "2026-06-02T00:00:00.000Z", 2]);
  });
});
