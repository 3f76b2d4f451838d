import { expect, test } from "vitest";
import { deleteUser } from "../../dev/tenant/deletion/changes.ts";
import { endSubscription } from "../../dev/tenant/subscriptions/endpoints.ts";
import type { Subscription } from "../../dev/tenant/subscriptions/subscription-book.ts";
import { subscriptionsHandler } from "../../functions/timers/subscriptions.ts";
import { secretHash } from "../../shared/domain/keep-subscription.ts";
import { watchHealth } from "../../shared/domain/watch-directory.ts";
import { aProduct } from "../a-product.ts";
import type { Product } from "../product/product.ts";
import { clock, now } from "../product/virtual-time.ts";
import { aWatch } from "./a-watch.ts";

const begin = aProduct();
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The subscriptions that the tenant has. */
function there({ tenant }: Product): readonly Subscription[] {
  return tenant.state.subscriptions.all();
}

function only(product: Product): Subscription {
  const [first, ...others] = there(product);
  if (first === undefined || others.length > 0) throw new Error(`There are ${there(product).length} subscriptions`);
  return first;
}

/** Calls about subscriptions that were made since, reads apart. */
function calls({ tenant }: Product): readonly string[] {
  return tenant
    .requests()
    .flatMap(({ method, path }) => (/subscriptions/.test(path) && method !== "GET" ? [method] : []));
}

test("RULE 10: a subscription to users is made once, for 28 days, and its secret is kept as a hash only", async () => {
  const product = await begin();
  const watch = await aWatch(product);

  await watch.subscriptions();
  await clock.advance(hourMs);
  await watch.subscriptions();

  const made = only(product);
  expect(made).toMatchObject({ resource: "users", changeTypes: ["updated", "deleted"] });
  expect(made.expiresAt - Date.now()).toBeGreaterThan(27.9 * dayMs);
  const { state } = await product.ports.subscriptionStore.read();
  expect(state.current).toMatchObject({ id: made.id, secretHash: secretHash(made.clientState ?? "") });
  expect(made.clientState).toMatch(/^.{43}$/);
  const rows = await Array.fromAsync(product.world.table("sources").listEntities());
  expect(JSON.stringify(rows)).not.toContain(made.clientState);
  expect(calls(product)).toEqual(["POST"]);
});

test("timers of two processes at once make one subscription", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  const other = product.another();
  other.ports.address = product.ports.address;

  await Promise.all([watch.subscriptions(), subscriptionsHandler(other.ports)()]);

  expect(there(product)).toHaveLength(1);
});

test("renewed at half its life and not before, however often the timer runs", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  await watch.subscriptions();
  const { expiresAt } = only(product);

  for (let day = 1; day <= 13; day += 1) {
    await clock.advance(dayMs);
    await watch.subscriptions();
  }
  expect(calls(product)).toEqual(["POST"]);
  await clock.advance(1.5 * dayMs);
  await watch.subscriptions();
  await watch.subscriptions();

  expect(calls(product)).toEqual(["POST", "PATCH"]);
  expect(only(product).expiresAt).toBeGreaterThan(expiresAt + 14 * dayMs);
});

test("REQ-41: a subscription that somebody took away at the tenant is made anew, and what it missed is read", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  await watch.subscriptions();
  await watch.delta();
  const lost = only(product);
  await clock.advance(hourMs);
  endSubscription(product.tenant.state, lost);
  deleteUser(product.tenant.state, product.tenant.state.person("clara"), "hand");

  await clock.advance(15 * minuteMs);
  await watch.subscriptions();
  await product.run();

  expect(only(product).id).not.toBe(lost.id);
  expect(only(product).clientState).not.toBe(lost.clientState);
  expect(watch.logged("subscription-lost")).toHaveLength(1);
  expect(await product.leaver("clara").record()).toMatchObject({ kind: "retention" });
});

test("a renewal of a subscription that is gone makes another one", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  await watch.subscriptions();
  const lost = only(product);
  await clock.advance(15 * dayMs);
  // It is still listed, and gone when it is renewed.
  product.ports.subscriptions = {
    ...product.ports.subscriptions,
    list: async () => [{ id: lost.id, expiresAt: now(), notificationUrl: lost.notificationUrl }],
    renew: product.ports.subscriptions.renew.bind(product.ports.subscriptions),
    create: product.ports.subscriptions.create.bind(product.ports.subscriptions),
    remove: product.ports.subscriptions.remove.bind(product.ports.subscriptions),
  };
  endSubscription(product.tenant.state, lost);

  await watch.subscriptions();

  expect(only(product).id).not.toBe(lost.id);
});

test("a process that dies while it makes a subscription leaves none behind that nobody knows", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  const doomed = product.another();
  doomed.ports.address = product.ports.address;
  doomed.border.diesAt = (crossing) => crossing === "after subscriptions.create";
  await Promise.race([subscriptionsHandler(doomed.ports)(), doomed.border.death]);
  expect(doomed.border.dead).toBe(true);
  const orphan = only(product);

  await watch.subscriptions();
  expect(only(product).id, "whoever makes one has five minutes").toBe(orphan.id);
  await clock.advance(15 * minuteMs);
  await watch.subscriptions();

  const { state } = await product.ports.subscriptionStore.read();
  expect(only(product).id).not.toBe(orphan.id);
  expect(state.current?.id).toBe(only(product).id);
});

test("section 5.5: a reauthorization that Graph asks for is given, so that notifications go on", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  await watch.subscriptions();
  await clock.advance(hourMs);

  product.tenant.notifier.lifecycle(only(product), "reauthorizationRequired");
  await watch.heard();

  expect(only(product).challengedAt).toBeNull();
  await clock.advance(2 * hourMs);
  deleteUser(product.tenant.state, product.tenant.state.person("clara"), "hand");
  await watch.heard();
  expect(await product.leaver("clara").record()).toMatchObject({ kind: "retention" });
});

test("a reauthorization that fails stays open until it is given", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  await watch.subscriptions();
  await clock.advance(hourMs);
  product.tenant.faults.add({ match: { path: /subscriptions/ }, action: { status: 503, when: "before" }, times: 2 });

  product.tenant.notifier.lifecycle(only(product), "reauthorizationRequired");
  await watch.heard();
  expect(only(product).challengedAt).not.toBeNull();
  await clock.advance(2 * minuteMs);
  await product.sweep();

  expect(only(product).challengedAt).toBeNull();
});

test.each(["subscriptionRemoved", "missed"] as const)(
  "section 5.5: %s has what was missed read at once",
  async (event) => {
    const product = await begin();
    const watch = await aWatch(product);
    await watch.subscriptions();
    await watch.delta();
    const before = only(product);
    await clock.advance(hourMs);
    product.tenant.notifier.disorder({ drop: 1 });
    deleteUser(product.tenant.state, product.tenant.state.person("clara"), "hand");
    product.tenant.notifier.disorder({});

    product.tenant.notifier.lifecycle(before, event);
    await watch.heard();

    expect(await product.leaver("clara").record()).toMatchObject({ kind: "retention" });
    expect(only(product).id === before.id).toBe(event === "missed");
  },
);

test("R-08: a subscription that died silently is noticed, told, and replaced after a day", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  await watch.subscriptions();
  await watch.delta();
  const dead = only(product);
  product.tenant.state.subscriptions.put({ ...dead, silent: true });
  await clock.advance(hourMs);

  let hours = 0;
  for (; hours < 30 && only(product).id === dead.id; hours += 1) {
    const who = ["anna", "ben", "clara"][hours % 3] ?? "";
    await product.ports.tenant.directory[hours % 2 === 0 ? "blockSignIn" : "allowSignIn"](product.leaver(who).id);
    await watch.delta();
    await watch.subscriptions();
    await clock.advance(hourMs);
  }

  expect(watch.logged("subscription-dead").length).toBeGreaterThan(20);
  expect(hours).toBeGreaterThanOrEqual(24);
  expect(hours).toBeLessThan(30);
});

test("notifications that come as they should are no silence, and neither is a tenant in which nothing happens", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  await watch.subscriptions();
  await watch.delta();

  for (let hour = 0; hour < 30; hour += 1) {
    if (hour % 7 === 0) {
      await product.ports.tenant.directory[hour % 2 === 0 ? "blockSignIn" : "allowSignIn"](product.leaver("anna").id);
      await watch.heard();
    }
    await clock.advance(hourMs);
    await watch.delta();
    await watch.subscriptions();
  }

  expect(watch.logged("subscription-dead")).toEqual([]);
  expect(watch.logged("delta-stale")).toEqual([]);
  const health = await watchHealth(product.ports);
  expect(health.lastNotificationAt).toBeDefined();
  expect(health.lastDeltaAt).toBeDefined();
});

test("delta queries that have stopped are told", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  await watch.subscriptions();
  await watch.delta();

  await clock.advance(2 * hourMs);
  await watch.subscriptions();

  expect(watch.logged("delta-stale")).toHaveLength(1);
});

test("an app that nobody outside can call keeps no subscription, and says so in its health", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  product.ports.address = undefined;

  await watch.subscriptions();

  expect(there(product)).toEqual([]);
  expect((await watchHealth(product.ports)).subscription).toBeUndefined();
});

test("an address that does not answer the handshake is logged with what to do", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  product.ports.address = { notificationUrl: "http://127.0.0.1:9/api/x", lifecycleUrl: "http://127.0.0.1:9/api/y" };

  await watch.subscriptions();

  expect(watch.logged("subscription-not-kept")).toMatchObject([{ because: expect.stringMatching(/PUBLIC_ORIGIN/) }]);
  product.ports.address = {
    notificationUrl: `${watch.origin}/api/graph/notifications`,
    lifecycleUrl: `${watch.origin}/api/graph/lifecycle`,
  };
  await watch.subscriptions();
  expect(there(product)).toHaveLength(1);
});

test("an app whose address has changed replaces its subscription, and leaves that of another deployment alone", async () => {
  const product = await begin();
  const watch = await aWatch(product);
  await watch.subscriptions();
  const before = only(product);
  product.tenant.state.subscriptions.put({
    ...before,
    id: "77777777-7777-4777-8777-777777777777",
    notificationUrl: "https://another.example/api/graph/notifications",
  });
  const moved = await aWatch(product);
  await clock.advance(hourMs);

  await moved.subscriptions();

  expect(there(product).map(({ notificationUrl }) => notificationUrl)).toEqual([
    "https://another.example/api/graph/notifications",
    `${moved.origin}/api/graph/notifications`,
  ]);
});
