import { describe, expect, test } from "vitest";
import { makeFolder } from "../../../dev/tenant/sharepoint/changes.ts";
import { childrenOf, usedBytesOf } from "../../../dev/tenant/sharepoint/items.ts";
import type { Item } from "../../../dev/tenant/sharepoint/model.ts";
import { handoverLibrary } from "../../../dev/tenant/sharepoint/seed.ts";
import type { CaseSettingsChange } from "../../../shared/domain/case-settings.ts";
import type { CopyState } from "../../../shared/domain/drive-copy-state.ts";
import { aProduct } from "../../a-product.ts";
import type { Leaver } from "../../product/leaver.ts";
import { idOf, type Product } from "../../product/product.ts";
import { clock } from "../../product/virtual-time.ts";

const begin = aProduct();
const step = "copy-drive";
const minute = 60_000;
const copying: CaseSettingsChange = { drive: { handOver: "copy", library: handoverLibrary } };

/** Lets virtual time pass until the step ends, or stands still for a person. */
async function runOn(product: Product, leaver: Leaver, most = 60): Promise<void> {
  for (let round = 0; round < most; round += 1) {
    await product.run(step);
    if ((await leaver.step(step)).state !== "waiting") return;
    await product.pass(minute, step);
  }
}

const sourceOf = (product: Product, who: string) => product.tenant.state.sites.oneDrive(idOf(who));
const library = (product: Product) => product.tenant.state.sites.withId(handoverLibrary.siteId);

/** The folder that somebody's files went to. */
function folderOf(product: Product): Item | undefined {
  const site = library(product);
  const leavers = site?.items.find(({ name }) => name === "Leavers");
  return site && leavers && childrenOf(site, leavers.id)[0];
}

/** Names of everything in the copy, with the folders that they lie in. */
function copied(product: Product, parentId = folderOf(product)?.id, path = ""): readonly string[] {
  const site = library(product);
  if (site === undefined || parentId === undefined) return [];
  const inside = site.items.filter((item) => item.parentId === parentId);
  return inside.flatMap((item) => [`${path}${item.name}`, ...copied(product, item.id, `${path}${item.name}/`)]).sort();
}

/** Somebody, or something, changes a file of the copy. */
function resize(product: Product, name: string, factor: number): void {
  const file = library(product)?.items.find((item) => item.name === name);
  if (file === undefined) throw new Error(`The library has no ${name}`);
  file.bytes *= factor;
}

const evidenceOf = async (leaver: Leaver) => (await leaver.step(step)).evidence as CopyState;
const effects = (product: Product, operation: string) =>
  product.tenant.effects().filter((effect) => effect.operation === operation);

describe("the OneDrive is copied", () => {
  test("REQ-33, R-45: everything of anna's OneDrive is in the library, each thing of the top level copied once", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, copying);

    await runOn(product, anna);

    expect((await anna.step(step)).state).toBe("done");
    expect(copied(product)).toEqual([
      "Documents",
      "Documents/Customers",
      "Documents/Customers/List.xlsx",
      "Documents/Offer.pdf",
      "Documents/Prices.xlsx",
      "Todo.txt",
      "Videos",
      "Videos/Launch.mp4",
    ]);
    expect(anna.effects().toSorted()).toEqual(["copy-item", "copy-item", "copy-item"]);
    expect(effects(product, "create-folder")).toHaveLength(1);
    expect(await evidenceOf(anna)).toMatchObject({ parts: 3, copied: 3, percent: 100, underway: [], failed: [] });
    expect(await anna.faults()).toEqual([]);
  });

  test("REQ-33: the progress can be read while the service copies, and nobody sleeps", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, copying);

    await product.run(step);
    const first = await anna.step(step);
    await product.pass(40_000, step);
    const later = await anna.step(step);

    expect(first).toMatchObject({ state: "waiting", because: expect.stringContaining("0 of 3 files and folders") });
    expect(first.evidence).toMatchObject({ underway: [{}, {}, {}], percent: 0 });
    expect(later).toMatchObject({
      state: "waiting",
      because: expect.stringMatching(/2 of 3 .* [1-9]\d* percent; 1 copies/),
    });
    expect((await evidenceOf(anna)).percent).toBeGreaterThan(0);
  });

  test("P11: another process goes on asking about the copy that the first one began", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, copying);
    await product.run(step);
    const { underway } = await evidenceOf(anna);

    const another = product.another();
    await another.pass(40_000, step);
    await runOn(another, another.leaver("anna"));

    expect((await anna.step(step)).state).toBe("done");
    expect(anna.effects()).toHaveLength(3);
    const asked = product.tenant.requests().map(({ path }) => path);
    expect(underway.some(({ copy }) => asked.some((path) => path.endsWith(copy.replace("site:", "/"))))).toBe(true);
  });

  test("P3: a process that dies after the service took the copy begins none of it again", async () => {
    const product = await begin();
    await product.leaver("anna").at(step, copying);
    product.border.diesAt = (crossing) => crossing === "after driveCopies.start";
    await product.run(step);
    expect(product.border.dead).toBe(true);

    const another = product.another();
    await another.pass(5 * minute, step);
    await runOn(another, another.leaver("anna"));

    expect((await another.leaver("anna").step(step)).state).toBe("done");
    expect(copied(another)).toHaveLength(8);
    const started = effects(product, "copy-item").map(({ objectId }) => objectId);
    expect(new Set(started).size).toBe(3);
    expect(effects(product, "finish-copy").filter(({ detail }) => detail.error === null)).toHaveLength(3);
  });

  test("an answer that was lost is found again by what shows in the library", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, copying);
    product.tenant.faults.add({ match: { method: "POST", path: /\/copy\?/ }, action: { cut: "after" }, times: 1 });

    await runOn(product, anna);

    expect((await anna.step(step)).state).toBe("done");
    expect(effects(product, "finish-copy").filter(({ detail }) => detail.error === null)).toHaveLength(3);
  });

  test("what is there already is not copied again: unchanged", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, copying);
    await runOn(product, anna);

    const again = await product.another().leaver("leaver07").at(step, copying);
    await runOn(product, again);

    // An empty OneDrive has nothing to copy either, and no folder is made for it.
    expect((await again.step(step)).state).toBe("unchanged");
    expect(effects(product, "create-folder")).toHaveLength(1);
  });

  test("a document that the service wrote properties into counts as copied, once the service said so and it is quiet", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, copying);
    await product.run(step);
    await clock.advance(2 * minute);
    resize(product, "Launch.mp4", 1.005);

    await product.run(step);
    expect((await anna.step(step)).state).toBe("waiting");
    await runOn(product, anna);

    const videos = sourceOf(product, "anna")?.items.find(({ name }) => name === "Videos");
    expect(await anna.step(step)).toMatchObject({ state: "done", evidence: { near: [videos?.id], failed: [] } });
  });

  test("REQ-33: a copy that lacks a part is not taken for complete, whatever the service says", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, copying);
    await product.run(step);
    await clock.advance(2 * minute);
    resize(product, "Todo.txt", 0.5);

    await runOn(product, anna);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("incomplete") });
  });

  test("REQ-33: at most 30,000 items a copy: dario's larger folder is copied piece by piece", async () => {
    const product = await begin();
    const dario = await product.leaver("dario").at(step, copying);

    await runOn(product, dario);

    expect((await dario.step(step)).state).toBe("done");
    expect(copied(product)).toEqual(["Archive", "Archive/2024", "Archive/2025", "Todo.txt"]);
    const [source, target] = [sourceOf(product, "dario"), library(product)];
    expect(target && source && usedBytesOf(target)).toBe(source && usedBytesOf(source));
    expect((await evidenceOf(dario)).split).toHaveLength(1);
  });

  test("leaver09 never opened a OneDrive: skipped with that reason", async () => {
    const product = await begin();
    const samir = await product.leaver("leaver09").at(step, copying);

    await product.run(step);

    expect(await samir.step(step)).toMatchObject({ state: "skipped", because: "the leaver has no OneDrive" });
  });

  test("R-72: no name of a person or file, no address and no token is on the ledger", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, copying);
    await product.run(step);

    const kept = JSON.stringify([await anna.file(), product.world.logs]);
    for (const canary of ["Albrecht", "albrecht", "Offer", "Documents", "Launch", "personal/", "https://"]) {
      expect(kept).not.toContain(canary);
    }
  });
});

describe("guard", () => {
  test("REQ-33: while copies are under way they are only asked about: nothing is begun or announced again", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, copying);
    await product.run(step);
    await product.pass(30_000, step);
    await product.pass(30_000, step);

    expect(anna.effects()).toHaveLength(3);
    expect((await anna.history()).filter((what) => what === "step.intended")).toHaveLength(1);
  });

  test("REQ-33: a policy without a library asks a person, and copies nothing", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, { drive: { handOver: "copy" } });

    await product.run(step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("library") });
    expect(anna.effects()).toEqual([]);
  });

  test("REQ-33, R-60: a notebook that cannot be copied is asked about, tried once more, then a residual risk", async () => {
    const product = await begin();
    const ben = await product.leaver("ben").at(step, copying);

    await runOn(product, ben);
    const asked = await ben.step(step);
    await ben.resume();
    await runOn(product, ben);
    const left = await ben.step(step);

    const notebook = sourceOf(product, "ben")?.items.find(({ kind }) => kind === "notebook");
    expect(asked).toMatchObject({ state: "parked", because: expect.stringContaining("1 files or folders could not") });
    expect(left).toMatchObject({
      state: "done",
      evidence: { failed: [{ itemId: notebook?.id, code: "notSupported" }], risks: [{ objectId: notebook?.id }] },
    });
    expect(copied(product)).toEqual(["Documents", "Documents/Runbook.docx", "Todo.txt"]);
    expect(JSON.stringify(await ben.file())).not.toContain("Team notebook");
  });

  test("REQ-33: what a person copied by hand after being asked is no risk", async () => {
    const product = await begin();
    const ben = await product.leaver("ben").at(step, copying);
    await runOn(product, ben);
    const target = library(product);
    const documents = target?.items.find(({ name }) => name === "Documents");
    const byHand = { id: "01BYHAND", name: "Team notebook", kind: "notebook", bytes: 300_000, shares: [] } as const;
    if (target && documents) target.items = [...target.items, { ...byHand, shares: [], parentId: documents.id }];

    await ben.resume();
    await runOn(product, ben);

    expect(await ben.step(step)).toMatchObject({ state: "done", evidence: { failed: [], risks: [] } });
  });

  test("a library that is full is for a person, and the copy goes on when there is room", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, copying);
    const target = library(product);
    if (target) target.quotaBytes = 1_000_000;
    await runOn(product, anna);
    const asked = await anna.step(step);
    if (target) target.quotaBytes = 10_000_000_000;

    await anna.resume();
    await runOn(product, anna);

    expect(asked).toMatchObject({ state: "parked", because: expect.stringContaining("quotaLimitReached") });
    expect((await anna.step(step)).state).toBe("done");
  });

  test("REQ-33: a copy that does not move for a day is for a person", async () => {
    const product = await begin();
    const anna = await product.leaver("anna").at(step, copying);
    await product.run(step);
    for (const job of product.tenant.state.sites.jobs.values()) {
      job.endsAt += 9_000 * minute;
      product.tenant.state.schedule.cancel("finish-drive-copy", job.id);
      job.startedAt = job.endsAt;
    }

    await product.pass(25 * 60 * minute, step);

    expect(await anna.step(step)).toMatchObject({ state: "parked", because: expect.stringContaining("for a day") });
  });
});

test("two leavers of the same name never share a folder, and a folder of that name that is there is used", async () => {
  const product = await begin();
  const anna = await product.leaver("anna").at(step, copying);
  const site = library(product);
  const leavers = site?.items.find(({ name }) => name === "Leavers");
  const name = `Leaver - Anna Albrecht - ${anna.id.slice(0, 8)}`;
  if (site && leavers) makeFolder(product.tenant.state, site, leavers.id, name);

  await runOn(product, anna);

  expect((await anna.step(step)).state).toBe("done");
  expect(effects(product, "create-folder")).toHaveLength(1);
});
