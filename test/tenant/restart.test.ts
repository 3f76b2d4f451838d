import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { aSubscriber } from "./a-subscriber.ts";
import { aTenant, clock, collection, dayMs } from "./a-tenant.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tenant-restart-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("after a restart the bin, its ends, delta tokens and subscriptions go on", async () => {
  const dataFile = join(folder, "tenant.json");
  await using subscriber = await aSubscriber();
  const before = await aTenant({ dataFile });
  const [anna, ben, clara] = ["anna", "ben", "clara"].map((key) => before.state.person(key).id);
  const latest = collection(await before.graph("GET", "users/delta?$deltatoken=latest&$select=id"));
  await before.graph("POST", "subscriptions", {
    changeType: "updated,deleted",
    notificationUrl: `${subscriber.url}/notify`,
    resource: "users",
    expirationDateTime: new Date(Date.now() + 28 * dayMs).toISOString(),
    clientState: "the-secret",
  });
  await before.graph("DELETE", `users/${anna}`);
  await before.graph("DELETE", `users/${ben}`);
  await before.graph("DELETE", `directory/deletedItems/${ben}`);
  await subscriber.until(3);
  await before.close();

  await using after = await aTenant({ dataFile });
  const link = (latest["@odata.deltaLink"] ?? "").replace(before.url, after.url);
  expect(collection(await after.graph("GET", link)).value).toEqual([
    { id: anna, "@removed": { reason: "changed" } },
    { id: ben, "@removed": { reason: "deleted" } },
  ]);
  expect((await after.graph("GET", `directory/deletedItems/${anna}`)).status).toBe(200);
  for (const path of [`users/${ben}`, `directory/deletedItems/${ben}`]) {
    expect((await after.graph("GET", path)).status, "the seed does not bring back who is gone").toBe(404);
  }
  await after.graph("PATCH", `users/${clara}`, { accountEnabled: false });
  await subscriber.until(4);
  expect(subscriber.items()[3]).toMatchObject({ resource: `Users/${clara}`, clientState: "the-secret" });

  await clock.advance(30 * dayMs);
  expect((await after.graph("GET", `directory/deletedItems/${anna}`)).status).toBe(404);
  expect(collection(await after.graph("GET", "subscriptions")).value).toEqual([]);
});

test("what could not be delivered before a restart is delivered after it", async () => {
  const dataFile = join(folder, "undelivered.json");
  await using subscriber = await aSubscriber();
  const before = await aTenant({ dataFile });
  await before.graph("POST", "subscriptions", {
    changeType: "updated",
    notificationUrl: `${subscriber.url}/notify`,
    resource: "users",
    expirationDateTime: new Date(Date.now() + dayMs).toISOString(),
  });
  before.faults.lag("notifications", 60_000);
  await before.graph("PATCH", `users/${before.state.person("anna").id}`, { accountEnabled: false });
  await before.close();
  expect(subscriber.items()).toEqual([]);

  await using after = await aTenant({ dataFile });
  await clock.advance(60_000);
  await subscriber.until(1);
  await vi.waitUntil(() => after.notifier.isIdle());
  expect(after.notifier.log).toMatchObject([{ status: 202, items: 1 }]);
});
