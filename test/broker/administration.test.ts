import { ServiceBusAdministrationClient, ServiceBusClient } from "@azure/service-bus";
import { expect, test } from "vitest";
import { trustedCertificate } from "../trusted-certificate.ts";
import { type Bus, connect, queue, receive, receiverOf, startBus } from "./with-broker.ts";

async function start(
  namespace: Record<string, unknown> = {},
): Promise<Bus & { readonly admin: ServiceBusAdministrationClient }> {
  const bus = await startBus(namespace, { certificate: trustedCertificate() });
  return { ...bus, admin: new ServiceBusAdministrationClient(bus.broker.connectionString) };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test("makes a queue with its settings, shows it, uses it and deletes it", async () => {
  const { admin, client } = await start({ Queues: [queue("other")] });

  const made = await admin.createQueue("orders", {
    lockDuration: "PT30S",
    maxDeliveryCount: 3,
    requiresSession: true,
    defaultMessageTimeToLive: "P14D",
    deadLetteringOnMessageExpiration: true,
    forwardDeadLetteredMessagesTo: "other",
    userMetadata: "a & <b>",
    enablePartitioning: true,
    maxSizeInMegabytes: 2048,
  });
  expect(await admin.getQueue("orders")).toMatchObject({
    name: "orders",
    lockDuration: "PT30S",
    maxDeliveryCount: 3,
    requiresSession: true,
    requiresDuplicateDetection: false,
    defaultMessageTimeToLive: "P14D",
    deadLetteringOnMessageExpiration: true,
    forwardDeadLetteredMessagesTo: expect.stringMatching(/\/other$/),
    userMetadata: "a & <b>",
    enablePartitioning: true,
    maxSizeInMegabytes: 2048,
    status: "Active",
  });
  expect(made.name).toBe("orders");
  await client.createSender("orders").sendMessages({ body: 1, sessionId: "a" });
  expect((await client.acceptNextSession("orders")).sessionId).toBe("a");

  expect(await admin.queueExists("orders")).toBe(true);
  await admin.deleteQueue("orders");
  expect(await admin.queueExists("orders")).toBe(false);
  await expect(client.createSender("orders").sendMessages({ body: 2, sessionId: "a" })).rejects.toMatchObject({
    code: "MessagingEntityNotFound",
  });
});

test("makes topics, subscriptions and rules, whose messages then go where the rules say", async () => {
  const { admin, client } = await start();
  const since = new Date("2026-11-21T12:00:00Z");
  await admin.createTopic("steps", { requiresDuplicateDetection: true, duplicateDetectionHistoryTimeWindow: "PT1M" });
  await admin.createSubscription("steps", "blue", {
    defaultRuleOptions: { name: "colour", filter: { applicationProperties: { colour: "blue", since, number: 1.5 } } },
  });
  await admin.createSubscription("steps", "all");
  await admin.createRule("steps", "all", "big", { sqlExpression: "quantity > 5" }, { sqlExpression: "SET big = TRUE" });

  expect((await all(admin.listTopics())).map(({ name }) => name)).toEqual(["steps"]);
  expect((await all(admin.listSubscriptions("steps"))).map((one) => one.subscriptionName)).toEqual(["blue", "all"]);
  expect((await all(admin.listRules("steps", "all"))).map(({ name }) => name)).toEqual(["$Default", "big"]);
  expect(await admin.getRule("steps", "blue", "colour")).toMatchObject({
    name: "colour",
    filter: { applicationProperties: { colour: "blue", since, number: 1.5 } },
  });
  expect(await admin.getRule("steps", "all", "big")).toMatchObject({
    filter: { sqlExpression: "quantity > 5" },
    action: { sqlExpression: "SET big = TRUE" },
  });

  await client.createSender("steps").sendMessages({
    body: 1,
    applicationProperties: { colour: "blue", since, number: 1.5, quantity: 6 },
  });
  expect(await receive(receiverOf(client, "steps/Subscriptions/blue"))).toHaveLength(1);
  expect(await receive(receiverOf(client, "steps/Subscriptions/all"))).toHaveLength(2);

  await admin.deleteRule("steps", "all", "$Default");
  await admin.deleteSubscription("steps", "blue");
  await client.createSender("steps").sendMessages({ body: 2, applicationProperties: { quantity: 1 } });
  expect(await receive(receiverOf(connect((await start()).broker), "none")).catch(({ code }) => code)).toBe(
    "MessagingEntityNotFound",
  );
  expect((await all(admin.listSubscriptions("steps"))).map((one) => one.subscriptionName)).toEqual(["all"]);
  await admin.deleteTopic("steps");
  expect(await admin.subscriptionExists("steps", "all")).toBe(false);
});

test("counts messages as the service does", async () => {
  const { admin, client, clock } = await start({
    Queues: [queue("intake")],
    Topics: [{ Name: "steps", Subscriptions: [{ Name: "one" }] }],
  });
  const sender = client.createSender("intake");
  await sender.sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
  await sender.scheduleMessages({ body: 4 }, new Date(clock.now() + 60_000));
  await client.createSender("steps").sendMessages({ body: 5 });
  const receiver = receiverOf(client, "intake");
  const [dead, deferred] = await receive(receiver, 2);
  if (dead === undefined || deferred === undefined) throw new Error("two expected");
  await receiver.deadLetterMessage(dead);
  await receiver.deferMessage(deferred);

  expect(await admin.getQueueRuntimeProperties("intake")).toMatchObject({
    totalMessageCount: 4,
    activeMessageCount: 2,
    deadLetterMessageCount: 1,
    scheduledMessageCount: 1,
    transferDeadLetterMessageCount: 0,
    createdAt: expect.any(Date),
  });
  expect(await admin.getSubscriptionRuntimeProperties("steps", "one")).toMatchObject({
    totalMessageCount: 1,
    activeMessageCount: 1,
  });
  expect(await admin.getTopicRuntimeProperties("steps")).toMatchObject({ subscriptionCount: 1 });
  expect(await admin.getNamespaceProperties()).toMatchObject({ name: "leaver", messagingSku: "Standard" });
});

test("lists page by page", async () => {
  const { admin } = await start({ Queues: [queue("a"), queue("b"), queue("c")] });

  const pages = [];
  for await (const page of admin.listQueues().byPage({ maxPageSize: 2 })) pages.push(page.map(({ name }) => name));

  expect(pages).toEqual([["a", "b"], ["c"]]);
});

test("disables an entity, and changes nothing that its messages depend on", async () => {
  const { admin, client } = await start({ Queues: [queue("intake")] });
  const intake = await admin.getQueue("intake");

  await admin.updateQueue({ ...intake, status: "SendDisabled" });
  await expect(client.createSender("intake").sendMessages({ body: 1 })).rejects.toMatchObject({
    code: "MessagingEntityDisabled",
  });
  await expect(admin.updateQueue({ ...intake, maxDeliveryCount: 5 })).rejects.toThrow(
    "cannot change MaxDeliveryCount of an entity",
  );
});

test("refuses what exists, what does not, and what this broker does not have", async () => {
  const { admin } = await start({ Queues: [queue("intake")] });

  await expect(admin.createQueue("intake")).rejects.toMatchObject({ code: "MessageEntityAlreadyExistsError" });
  await expect(admin.getQueue("other")).rejects.toMatchObject({ code: "MessageEntityNotFoundError" });
  await expect(admin.deleteQueue("other")).rejects.toMatchObject({ code: "MessageEntityNotFoundError" });
  await expect(admin.createSubscription("other", "one")).rejects.toThrow('no topic "other"');
  await expect(admin.createQueue("idle", { autoDeleteOnIdle: "PT5M" })).rejects.toThrow("AutoDeleteOnIdle");
  await expect(admin.createQueue("front", { forwardTo: "nowhere" })).rejects.toThrow('no queue or topic "nowhere"');
  await admin.createTopic("steps");
  await admin.createSubscription("steps", "one");
  await expect(admin.createRule("steps", "one", "bad", { sqlExpression: "floor(a) = 1" })).rejects.toThrow("floor");
  expect((await all(admin.listQueues())).map(({ name }) => name)).toEqual(["intake"]);
});

test("remembers across a restart what was made and what was disabled", async () => {
  const { admin, broker } = await start({ Queues: [queue("intake")] });
  await admin.createQueue("made", { lockDuration: "PT5S" });
  await admin.createTopic("steps");
  await admin.createSubscription("steps", "one", { defaultRuleOptions: { name: "own", filter: { subject: "a" } } });
  await admin.updateQueue({ ...(await admin.getQueue("intake")), status: "Disabled" });
  await connect(broker).createSender("made").sendMessages({ body: 1 });

  await broker.restart("kept");

  expect(await admin.getQueue("made")).toMatchObject({ lockDuration: "PT5S" });
  expect(await admin.getRule("steps", "one", "own")).toMatchObject({ filter: { subject: "a" } });
  expect(await admin.getQueue("intake")).toMatchObject({ status: "Disabled" });
  expect(broker.counts().made).toMatchObject({ active: 1 });
});

test("serves messages over TLS at the same port, for connection strings that do not name the emulator", async () => {
  const { broker } = await start({ Queues: [queue("intake")] });
  const client = new ServiceBusClient(broker.connectionString.replace(";UseDevelopmentEmulator=true", ""));
  try {
    await client.createSender("intake").sendMessages({ body: 1 });

    expect(await receive(receiverOf(client, "intake"))).toMatchObject([{ body: 1 }]);
  } finally {
    await client.close();
  }
});

test("takes JSON web tokens", async () => {
  const { broker } = await start({ Queues: [queue("intake")] });
  const token = { token: "header.payload.signature", expiresOnTimestamp: Date.now() + 3_600_000 };
  const client = new ServiceBusClient(`localhost:${broker.port}`, { getToken: async () => token });
  try {
    await client.createSender("intake").sendMessages({ body: 1 });

    expect(broker.counts().intake?.active).toBe(1);
  } finally {
    await client.close();
  }
});

test("refuses TLS without a certificate, and closes what is no protocol it knows", async () => {
  const { broker } = await startBus({});

  await expect(fetch(`https://localhost:${broker.port}/`)).rejects.toThrow();
  expect((await fetch(`http://localhost:${broker.port}/$namespaceinfo`)).status).toBe(200);
});

test("deletes an entity with its parts, and none whose name only starts alike", async () => {
  const { admin, broker } = await start({
    Queues: [queue("orders"), queue("orders/eu")],
    Topics: [{ Name: "steps", Subscriptions: [{ Name: "one" }] }, { Name: "steps/eu" }],
  });

  await admin.deleteQueue("orders");
  await admin.deleteTopic("steps");

  expect(Object.keys(broker.counts())).toEqual(["orders/eu", "steps/eu"]);
  expect(broker.entities.find("orders/$DeadLetterQueue")).toBeUndefined();
  expect(broker.entities.find("orders/eu/$DeadLetterQueue")).toBeDefined();
});
