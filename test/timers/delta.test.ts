import { expect, test } from "vitest";
import { deleteUser, restoreUser } from "../../dev/tenant/deletion/changes.ts";
import { deltaHandler } from "../../functions/timers/delta.ts";
import { TryLaterError } from "../../shared/domain/errors.ts";
import type { AccountEvent } from "../../shared/domain/ports/directory-events.ts";
import { readChanges } from "../../shared/domain/read-changes.ts";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { clock } from "../product/virtual-time.ts";
import { aWatch } from "./a-watch.ts";

const begin = aProduct();
const minuteMs = 60_000;
const dayMs = 86_400_000;

function deleteAtPortal({ tenant }: Product, ...whom: readonly string[]): void {
  for (const who of whom) deleteUser(tenant.state, tenant.state.person(who), "hand");
}

/** Calls of the delta query, each as its query. */
function deltaCalls({ tenant }: Product): readonly string[] {
  return tenant.requests().flatMap(({ path }) => (path.startsWith("/v1.0/users/delta") ? [path] : []));
}

/** Who was told to the inbox, in order. */
function telling(product: Product): readonly AccountEvent[] {
  const told: AccountEvent[] = [];
  const { write } = product.ports.changesStore;
  product.ports.changesStore.write = async (progress, events, etag) => {
    const written = await write.call(product.ports.changesStore, progress, events, etag);
    if (written !== "lost") told.push(...events);
    return written;
  };
  return told;
}

test("the first run takes its place and reads nobody: who is merely there, or was deleted before, opens nothing", async () => {
  const product = await begin({ people: 300 });
  deleteAtPortal(product, "anna");
  await clock.advance(dayMs);

  await deltaHandler(product.ports)();
  await deltaHandler(product.ports)();
  await product.run();

  expect(deltaCalls(product)).toHaveLength(2);
  expect(await product.caseIds()).toEqual([]);
  // The place, and nothing beside it.
  expect(await product.deliveries()).toHaveLength(1);
});

test("P6: a process that dies anywhere in a run loses no deletion and tells none twice", async () => {
  // Two pages, of which the first fills many rows.
  const product = await begin({ people: 1_100 });
  await readChanges(product.ports);
  const whom = Array.from({ length: 1_100 }, (_, index) => `extra${String(index + 1).padStart(4, "0")}`);
  deleteAtPortal(product, ...whom);

  const deaths: string[] = [];
  for (let place = 1; place < 40; place += 1) {
    const doomed = product.another();
    let passed = 0;
    // The entries of the due index are many and alike: one of them in the middle stands for all.
    doomed.border.diesAt = (crossing, count) => {
      if (!crossing.endsWith("due.put") || count === 30) passed += 1;
      return passed === place;
    };
    await Promise.race([readChanges(doomed.ports), doomed.border.death]);
    if (!doomed.border.dead) break;
    deaths.push(doomed.border.crossings.at(-1) ?? "");
  }

  const rows = await Array.fromAsync(product.world.table("deliveries").listEntities<{ events_json0?: string }>());
  const told = rows.flatMap(({ events_json0 = "[]" }) => JSON.parse(events_json0) as AccountEvent[]);
  expect(deaths).toEqual(expect.arrayContaining(["after changesStore.write", "before changesStore.write"]));
  expect(deaths.length).toBeGreaterThan(6);
  expect(told).toHaveLength(1_100);
  expect(new Set(told.map(({ leaverId }) => leaverId)).size).toBe(1_100);
});

test("RULE 12: the place is never ahead of what was found: storage that refuses the page has it read again", async () => {
  const product = await begin();
  await readChanges(product.ports);
  deleteAtPortal(product, "clara");
  const { write } = product.ports.changesStore;
  product.ports.changesStore.write = async () => {
    throw new TryLaterError("Table Storage did not answer");
  };
  await readChanges(product.ports);
  product.ports.changesStore.write = write;
  expect(await product.deliveries()).toHaveLength(1);

  await readChanges(product.ports);
  await product.run();

  expect(await product.leaver("clara").record()).toMatchObject({ kind: "retention" });
});

test("a directory that does not answer is asked again with the next tick, and it is logged", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  await watch.delta();
  deleteAtPortal(product, "clara");
  product.tenant.faults.add({ match: { path: /users\/delta/ }, action: { status: 503, when: "before" }, times: 2 });

  await watch.delta();
  expect(watch.logged("directory-changes-not-read")).toMatchObject([{ code: "try-later" }]);
  await watch.delta();
  await product.run();

  expect(await product.leaver("clara").record()).toMatchObject({ kind: "retention" });
});

test("section 5.7: a place of more than seven days is lost: everybody is read again, then the bin, and nothing is missed", async () => {
  const product = await begin({ people: 300 });
  const watch = await aWatch(product);
  await watch.delta();
  // Followed before the silence, and restored in it.
  deleteAtPortal(product, "ben");
  await watch.delta();
  await product.run();
  // Deleted long before Leaver came: none of its business.
  const old = product.tenant.state.person("anna");
  deleteAtPortal(product, "anna");
  old.deletedAt = Date.now() - 20 * dayMs;
  await clock.advance(5 * dayMs);
  deleteAtPortal(product, "clara", "extra0007");
  restoreUser(product.tenant.state, product.tenant.state.person("ben"), {}, "hand");
  await clock.advance(5 * dayMs);
  const told = telling(product);

  await watch.delta();
  await product.run();

  expect(watch.logged("directory-changes-lost")).toHaveLength(1);
  expect(told.map(({ kind, leaverId }) => [kind, leaverId]).toSorted()).toEqual(
    [
      ["account.changed", product.leaver("ben").id],
      ["account.deleted", product.leaver("clara").id],
      ["account.deleted", product.leaver("extra0007").id],
    ].toSorted(),
  );
  expect(await product.leaver("clara").record()).toMatchObject({ kind: "retention" });
  expect(await product.leaver("extra0007").record()).toMatchObject({ kind: "retention" });
  expect(await product.leaver("ben").record()).toMatchObject({ kind: "retention", status: "cancelled" });
  expect(await product.leaver("anna").fileIfAny()).toBeUndefined();
  const calls = deltaCalls(product).length;
  await watch.delta();
  expect(deltaCalls(product), "rounds of changes go on from there").toHaveLength(calls + 1);
});

test("section 5.7: what is deleted while everybody is read again is found as well", async () => {
  const product = await begin({ people: 30 });
  await readChanges(product.ports);
  await clock.advance(8 * dayMs);
  const { page } = product.ports.deletedPeople;
  product.ports.deletedPeople.page = async (link) => {
    const answer = await page.call(product.ports.deletedPeople, link);
    // Just after the bin was read.
    deleteAtPortal(product, "clara");
    return answer;
  };

  await readChanges(product.ports);
  await product.run();

  expect(await product.leaver("clara").record()).toMatchObject({ kind: "retention" });
});

test("a place that was kept from another Graph is of no use, and is taken anew", async () => {
  const product = await begin();
  await readChanges(product.ports);
  const known = await product.ports.changesStore.read();
  const elsewhere = "https://graph.microsoft.us/v1.0/users/delta?$deltatoken=abc";
  await product.ports.changesStore.write({ phase: "changes", link: elsewhere }, [], known?.etag);
  deleteAtPortal(product, "clara");

  await readChanges(product.ports);
  await product.run();

  expect(await product.leaver("clara").record()).toMatchObject({ kind: "retention" });
});

test("two runs at once read the same page, and one of them goes on", async () => {
  const product = await begin();
  await readChanges(product.ports);
  deleteAtPortal(product, "clara", "ben");

  await Promise.all([readChanges(product.ports), readChanges(product.another().ports)]);
  const rows = await product.deliveries();
  await product.run();

  // The place, and one delivery with both.
  expect(rows).toHaveLength(2);
  expect(await product.caseIds()).toHaveLength(2);
});

test("RULE 14: one run reads a bounded number of pages, and the next ticks read the rest", async () => {
  const product = await begin();
  await readChanges(product.ports);
  const { tenant } = product;
  let page = 0;
  product.ports.userChanges.page = async () => {
    page += 1;
    const changes = [{ id: product.leaver("clara").id, kind: "present" as const }];
    return page < 300
      ? { kind: "page", changes, next: `${tenant.url}/v1.0/p${page}` }
      : { kind: "last", changes, end: `${tenant.url}/v1.0/end` };
  };

  const pages: number[] = [];
  for (let run = 0; run < 3; run += 1) {
    await readChanges(product.ports);
    pages.push(page);
  }

  expect(pages).toEqual([120, 240, 300]);
});

test("P1: deletions whose message was lost are found by the sweep", async () => {
  const product = await begin();
  await readChanges(product.ports);
  deleteAtPortal(product, "clara");
  product.bus.beforeSend = async () => {
    throw new Error("the broker is away");
  };
  await readChanges(product.ports);
  product.bus.beforeSend = async () => undefined;

  await clock.advance(2 * minuteMs);
  await product.sweep();

  expect(await product.leaver("clara").record()).toMatchObject({ kind: "retention" });
  expect((await product.dueKeys()).length).toBeLessThan(3);
});
