import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Long from "long";
import { afterAll, beforeAll, expect, test } from "vitest";
import { queue, receive, receiveOne, receiverOf, startBus } from "./with-broker.ts";

const HOUR = 3_600_000;
const namespace = {
  Queues: [queue("intake", { RequiresDuplicateDetection: true })],
  Topics: [{ Name: "steps", Subscriptions: [queue("one")] }],
};
let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "broker-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test("keeps every message and its state across a restart", async () => {
  const dataFile = join(folder, "broker.json");
  const before = await startBus(namespace, { dataFile });
  const sender = before.client.createSender("intake");
  await sender.sendMessages(["ready", "locked", "deferred", "dead"].map((body) => ({ body, messageId: body })));
  await sender.scheduleMessages({ body: "scheduled" }, new Date(before.clock.now() + HOUR));
  await before.client.createSender("steps").sendMessages({ body: "step", applicationProperties: { generation: 2 } });
  const receiver = receiverOf(before.client, "intake");
  for (const message of await receive(receiver)) {
    if (message.body === "ready") await receiver.abandonMessage(message);
    if (message.body === "deferred") await receiver.deferMessage(message);
    if (message.body === "dead")
      await receiver.deadLetterMessage(message, { deadLetterReason: "test", deadLetterErrorDescription: "" });
  }
  await before.client.close();
  await before.broker.close();

  const { broker, client, clock } = await startBus(namespace, { dataFile });
  expect(broker.counts()).toMatchObject({
    intake: { active: 2, scheduled: 1, deferred: 1, deadLettered: 1 },
    "steps/Subscriptions/one": { active: 1 },
  });
  const after = receiverOf(client, "intake");
  const messages = await receive(after);
  expect(messages.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
    ["ready", 1],
    ["locked", 1],
  ]);
  for (const message of messages) await after.completeMessage(message);
  expect((await after.receiveDeferredMessages(Long.fromNumber(3)))[0]).toMatchObject({ body: "deferred" });
  expect(await receiveOne(receiverOf(client, "intake", "deadLetter"))).toMatchObject({ deadLetterReason: "test" });
  const step = await receiveOne(receiverOf(client, "steps/Subscriptions/one"));
  expect(step).toMatchObject({ body: "step", applicationProperties: { generation: 2 } });
  await client.createSender("intake").sendMessages({ body: "again", messageId: "ready" });
  expect(broker.operations()).toMatchObject({ "dropped-duplicates intake": 1 });
  await clock.advance(HOUR);
  const scheduled = (await receive(after)).filter((message) => message.body === "scheduled");
  expect(scheduled).toMatchObject([{ deliveryCount: 0 }]);
  expect(Number(scheduled[0]?.sequenceNumber)).toBeGreaterThan(5);
});

test("keeps sessions, changed rules, limits and entities made at run time in its file", async () => {
  const dataFile = join(folder, "changes.json");
  const configured = { ...namespace, Queues: [...namespace.Queues, queue("orders", { RequiresSession: true })] };
  const before = await startBus(configured, { dataFile });
  await before.client.createSender("orders").sendMessages([
    { body: 1, sessionId: "a" },
    { body: 2, sessionId: "a" },
  ]);
  const receiver = await before.client.acceptSession("orders", "a");
  await receiver.setSessionState({ step: 3 });
  await receive(receiver, 1);
  await before.client.createRuleManager("steps", "one").deleteRule("$Default");
  before.broker.entities.make("queue", "made", { Name: "made", Properties: { LockDuration: "PT5S" } });
  await before.client.createSender("made").sendMessages({ body: 3 });
  const { gate } = before.broker.entities.find("intake") ?? {};
  gate?.setStatus("SendDisabled");
  if (gate !== undefined) gate.maxBytes = 5;
  await before.client.close();
  await before.broker.close();

  const { broker, client } = await startBus(configured, { dataFile });
  const after = await client.acceptNextSession("orders");
  expect(await after.getSessionState()).toEqual({ step: 3 });
  expect((await receive(after)).map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
    [1, 0],
    [2, 0],
  ]);
  await client.createSender("steps").sendMessages({ body: 4 });
  expect(broker.counts()["steps/Subscriptions/one"]).toMatchObject({ active: 0 });
  expect(broker.counts().made).toMatchObject({ active: 1 });
  expect(broker.entities.find("intake")?.gate).toMatchObject({ status: "SendDisabled", maxBytes: 5 });
});

test("reads a file of an earlier version, which knew neither sessions nor changes", async () => {
  const dataFile = join(folder, "earlier.json");
  const before = await startBus(namespace, { dataFile });
  await before.client.createSender("intake").sendMessages({ body: 1 });
  await before.broker.close();
  const content: Record<string, Record<string, unknown>> = JSON.parse(readFileSync(dataFile, "utf8"));
  for (const kept of Object.values(content)) delete kept.sessions;
  writeFileSync(dataFile, JSON.stringify(content).replaceAll(/"hops":0,/g, ""));

  const { client } = await startBus(namespace, { dataFile });

  expect(await receiveOne(receiverOf(client, "intake"))).toMatchObject({ body: 1 });
});

test("forgets everything without a data file", async () => {
  const before = await startBus(namespace);
  await before.client.createSender("intake").sendMessages({ body: 1 });
  await before.client.close();
  await before.broker.close();

  const { broker } = await startBus(namespace, { port: before.broker.port });

  expect(broker.port).toBe(before.broker.port);
  expect(broker.dump()).toEqual([]);
});
