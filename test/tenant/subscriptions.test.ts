import { setTimeout as delay } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { aSubscriber, type Subscriber } from "./a-subscriber.ts";
import { aTenant, clock, collection, dayMs, errorOf, request, type TestTenant, unrecorded } from "./a-tenant.ts";

const clientState = "a-secret-that-only-the-two-know";
const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();

function wanted({ url }: Subscriber, changes: object = {}) {
  return {
    changeType: "updated,deleted",
    notificationUrl: `${url}/notify`,
    lifecycleNotificationUrl: `${url}/lifecycle`,
    resource: "users",
    expirationDateTime: inDays(10),
    clientState,
    latestSupportedTlsVersion: "v1_2",
    ...changes,
  };
}

async function subscribed(tenant: TestTenant, subscriber: Subscriber, changes: object = {}): Promise<string> {
  const { status, body } = await tenant.graph("POST", "subscriptions", wanted(subscriber, changes));
  expect(status).toBe(201);
  return z.object({ id: z.uuid() }).parse(body).id;
}

test("3.1: both places answer the handshake, and the secret is not given back", async () => {
  await using tenant = await aTenant();
  await using subscriber = await aSubscriber();

  const created = await tenant.graph("POST", "subscriptions", wanted(subscriber));
  const list = await tenant.graph("GET", "subscriptions");

  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    resource: "users",
    changeType: "updated,deleted",
    applicationId: tenant.clientId,
  });
  expect(subscriber.handshakes).toEqual(["/notify", "/lifecycle"]);
  expect(collection(list).value).toHaveLength(1);
  expect(JSON.stringify([created.body, list.body])).not.toContain(clientState);
});

test.each([
  ["another text", { status: 200, type: "text/plain", body: "hello" }],
  ["another status", { status: 202, type: "text/plain", body: "" }],
  ["another content type", { status: 200, type: "application/json", body: "{}" }],
])("no subscription comes about where the handshake gets %s", async (_, handshake) => {
  await using tenant = await aTenant();
  await using subscriber = await aSubscriber();
  subscriber.handshake = handshake;

  const refused = await tenant.graph("POST", "subscriptions", wanted(subscriber));

  expect(refused).toMatchObject({ status: 400, body: errorOf("ValidationError") });
  expect(collection(await tenant.graph("GET", "subscriptions")).value).toEqual([]);
});

test.each([
  ["a life of more than 41,760 minutes", { expirationDateTime: inDays(30) }],
  ["a past end", { expirationDateTime: "2020-01-01T00:00:00Z" }],
  ["created", { changeType: "created" }],
  ["a secret of 129 characters", { clientState: "x".repeat(129) }],
  ["plain HTTP elsewhere", { notificationUrl: "http://hooks.example/notify" }],
  ["a resource that is not simulated", { resource: "groups" }],
])("%s is refused", async (_, changes) => {
  await using tenant = await aTenant(unrecorded);
  await using subscriber = await aSubscriber();

  const refused = await tenant.graph("POST", "subscriptions", wanted(subscriber, changes));

  expect(refused.status).toBe(400);
  expect(subscriber.handshakes).toEqual([]);
});

test("R-07: change, deletion, restore and purge come as updated, updated, updated and deleted, with the secret", async () => {
  await using tenant = await aTenant();
  await using subscriber = await aSubscriber();
  const subscriptionId = await subscribed(tenant, subscriber);
  const { id } = tenant.state.person("anna");

  const steps = [
    () => tenant.graph("PATCH", `users/${id}`, { accountEnabled: false }),
    () => tenant.graph("DELETE", `users/${id}`),
    () => tenant.graph("POST", `directory/deletedItems/${id}/restore`, {}),
    () => tenant.graph("DELETE", `users/${id}`),
    () => tenant.graph("DELETE", `directory/deletedItems/${id}`),
  ];
  for (const [index, step] of steps.entries()) {
    await step();
    await subscriber.until(index + 1);
  }

  expect(subscriber.items().map(({ changeType }) => changeType)).toEqual([
    "updated",
    "updated",
    "updated",
    "updated",
    "deleted",
  ]);
  expect(subscriber.items()[0]).toMatchObject({
    subscriptionId,
    clientState,
    tenantId: tenant.tenantId,
    resource: `Users/${id}`,
    resourceData: { "@odata.type": "#Microsoft.Graph.User", id, sequenceNumber: expect.any(Number) },
  });
  const sequence = subscriber
    .items()
    .map(({ resourceData }) => z.object({ sequenceNumber: z.number() }).parse(resourceData));
  expect(new Set(sequence.map(({ sequenceNumber }) => sequenceNumber)).size).toBe(5);
});

test("changes right after each other come in one delivery; one person alone can be subscribed to", async () => {
  await using tenant = await aTenant();
  await using subscriber = await aSubscriber();
  const { id } = tenant.state.person("anna");
  await subscribed(tenant, subscriber, { resource: `users/${id}` });

  await Promise.all(
    ["anna", "ben"].map((key) =>
      tenant.graph("PATCH", `users/${tenant.state.person(key).id}`, { accountEnabled: false, jobTitle: "None" }),
    ),
  );
  await subscriber.until(2);

  expect(subscriber.heard).toHaveLength(1);
  expect(subscriber.items().map(({ resource }) => resource)).toEqual([`Users/${id}`, `Users/${id}`]);
});

test("a receiver that fails is tried again, later and later, for four hours of virtual time", async () => {
  await using tenant = await aTenant();
  await using subscriber = await aSubscriber();
  await subscribed(tenant, subscriber);
  subscriber.answers.push(503, 500);
  await tenant.graph("PATCH", `users/${tenant.state.person("anna").id}`, { accountEnabled: false });
  await subscriber.until(1);
  // The service has to have read the bad answer before time goes on.
  await vi.waitUntil(() => tenant.notifier.isIdle());

  await clock.advance(10_000);
  await subscriber.until(2);
  await vi.waitUntil(() => tenant.notifier.isIdle());
  await clock.advance(30_000);
  await subscriber.until(3);
  await vi.waitUntil(() => tenant.notifier.isIdle());
  expect(tenant.notifier.log.map(({ status }) => status)).toEqual([503, 500, 202]);

  subscriber.answers.push(...Array.from({ length: 50 }, () => 500));
  await tenant.graph("PATCH", `users/${tenant.state.person("ben").id}`, { accountEnabled: false });
  for (let round = 0; round < 20; round++) {
    await clock.advance(1_800_000);
    await vi.waitUntil(() => tenant.notifier.isIdle());
  }
  expect(tenant.state.deliveries.content(), "given up").toEqual([]);
  expect(tenant.notifier.log.length).toBeLessThan(20);
});

test("RULE 10: renewed, a subscription lives on; otherwise it ends, and a repeat answers 404", async () => {
  await using tenant = await aTenant();
  await using subscriber = await aSubscriber();
  const [renewed, left, ended] = [
    await subscribed(tenant, subscriber),
    await subscribed(tenant, subscriber, { lifecycleNotificationUrl: undefined }),
    await subscribed(tenant, subscriber),
  ];
  await clock.advance(5 * dayMs);

  const renewal = await tenant.graph("PATCH", `subscriptions/${renewed}`, { expirationDateTime: inDays(20) });
  const removed = await tenant.graph("DELETE", `subscriptions/${ended}`);
  await clock.advance(6 * dayMs);

  expect([renewal.status, removed.status]).toEqual([200, 204]);
  expect((await tenant.graph("GET", `subscriptions/${renewed}`)).status).toBe(200);
  for (const id of [left, ended]) {
    expect((await tenant.graph("DELETE", `subscriptions/${id}`)).status).toBe(404);
    expect((await tenant.graph("PATCH", `subscriptions/${id}`, { expirationDateTime: inDays(1) })).status).toBe(404);
  }
});

test("3.3: before the end a reauthorization is asked for; unanswered, deliveries pause until it comes", async () => {
  await using tenant = await aTenant();
  await using subscriber = await aSubscriber();
  const id = await subscribed(tenant, subscriber);

  await clock.advance(9.6 * dayMs);
  await subscriber.until(1);
  expect(subscriber.heard[0]).toMatchObject({
    path: "/lifecycle",
    items: [{ lifecycleEvent: "reauthorizationRequired", subscriptionId: id, clientState }],
  });
  await clock.advance(3_700_000);
  await tenant.graph("PATCH", `users/${tenant.state.person("anna").id}`, { accountEnabled: false });
  await delay(100);
  expect(subscriber.items()).toHaveLength(1);

  expect((await tenant.graph("POST", `subscriptions/${id}/reauthorize`)).status).toBe(204);
  await clock.advance(30_000);
  await subscriber.until(2);
  expect(subscriber.items()[1]).toMatchObject({ changeType: "updated" });
});

test("disorder to order: lost, doubled, late, reversed, and silent", async () => {
  await using tenant = await aTenant();
  await using subscriber = await aSubscriber();
  const id = await subscribed(tenant, subscriber);
  const order = (path: string, body: unknown) =>
    request(`${tenant.controlUrl}/${path}`, { method: "POST", body: JSON.stringify(body) });
  const change = (key: string, jobTitle: string) =>
    tenant.graph("PATCH", `users/${tenant.state.person(key).id}`, { jobTitle });

  await order("notifications", { drop: 1 });
  await change("anna", "one");
  await order("notifications", { duplicate: 1 });
  await change("anna", "two");
  await subscriber.until(2);
  const [first, second] = subscriber.items();
  expect(first).toEqual(second);

  await order("notifications", { delay: { share: 1, ms: 600_000 } });
  await change("ben", "one");
  await delay(100);
  expect(subscriber.items()).toHaveLength(2);
  await clock.advance(600_000);
  await subscriber.until(3);

  await order("notifications", { reorder: true });
  await Promise.all([change("clara", "one"), change("dario", "one")]);
  await subscriber.until(5);
  const sequence = subscriber
    .items()
    .slice(3)
    .map(({ resourceData }) => Object(resourceData).sequenceNumber);
  expect(sequence[0]).toBeGreaterThan(sequence[1]);

  await order("notifications", {});
  await order(`subscriptions/${id}/silence`, {});
  await change("anna", "three");
  await delay(100);
  expect(subscriber.items()).toHaveLength(5);
  expect((await tenant.graph("GET", `subscriptions/${id}`)).status, "it looks alive").toBe(200);
});
