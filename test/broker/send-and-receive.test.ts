import { expect, test } from "vitest";
import { queue, receive, receiveOne, receiverOf, startBus } from "./with-broker.ts";

test("gives a message back as it was sent, with the broker's own numbers and times", async () => {
  const { client, clock } = await startBus({ Queues: [queue("intake")] });
  const before = clock.now();

  await client.createSender("intake").sendMessages({
    body: { caseId: "case-1", nested: { list: [1, 2.5, null, true] } },
    messageId: "m-1",
    correlationId: "c-1",
    subject: "notice",
    contentType: "application/json",
    replyTo: "answers",
    to: "nobody",
    partitionKey: "p",
    applicationProperties: { generation: 3, ratio: 0.5, urgent: true, country: "DE", big: 2 ** 40 },
  });
  const message = await receiveOne(receiverOf(client, "intake"));

  expect(message).toMatchObject({
    body: { caseId: "case-1", nested: { list: [1, 2.5, null, true] } },
    messageId: "m-1",
    correlationId: "c-1",
    subject: "notice",
    contentType: "application/json",
    replyTo: "answers",
    to: "nobody",
    partitionKey: "p",
    applicationProperties: { generation: 3, ratio: 0.5, urgent: true, country: "DE", big: 2 ** 40 },
    deliveryCount: 0,
    state: "active",
  });
  expect(message.sequenceNumber?.toNumber()).toBe(1);
  expect(message.enqueuedTimeUtc?.getTime()).toBeGreaterThanOrEqual(before);
  expect(message.lockedUntilUtc?.getTime()).toBeGreaterThan(before + 50_000);
});

test("forgets a completed message", async () => {
  const { broker, client } = await startBus({ Queues: [queue("intake")] });
  await client.createSender("intake").sendMessages({ body: "one" });
  const receiver = receiverOf(client, "intake");

  await receiver.completeMessage(await receiveOne(receiver));

  expect(await receive(receiver)).toEqual([]);
  expect(broker.counts().intake).toMatchObject({ active: 0, scheduled: 0, deferred: 0, deadLettered: 0 });
  expect(broker.dump()).toEqual([]);
});

test("stores every message of a batch, in order", async () => {
  const { broker, client } = await startBus({ Queues: [queue("intake")] });
  const sender = client.createSender("intake");
  const batch = await sender.createMessageBatch();
  for (let index = 0; index < 500; index += 1) batch.tryAddMessage({ body: index, messageId: `m-${index}` });

  await sender.sendMessages(batch);
  await sender.sendMessages([{ body: 500 }, { body: 501 }]);

  const messages = await receive(receiverOf(client, "intake"), 502);
  expect(messages.map((message) => message.body)).toEqual(Array.from({ length: 502 }, (_, index) => index));
  expect(broker.operations()).toMatchObject({ "sends intake": 2, "messages intake": 502, "deliveries intake": 502 });
});

test("takes a message that is longer than one frame, and refuses one that is longer than the limit", async () => {
  const { client } = await startBus({ Queues: [queue("intake")] });
  const sender = client.createSender("intake");

  await sender.sendMessages({ body: "x".repeat(200_000) });
  await expect(sender.sendMessages({ body: "x".repeat(262_144) })).rejects.toMatchObject({
    code: "MessageSizeExceeded",
  });

  const message = await receiveOne(receiverOf(client, "intake"));
  expect(message.body).toHaveLength(200_000);
});

test("gives a message away for good when the receiver deletes on receipt", async () => {
  const { broker, client } = await startBus({ Queues: [queue("intake")] });
  await client.createSender("intake").sendMessages([{ body: 1 }, { body: 2 }]);

  const receiver = client.createReceiver("intake", { receiveMode: "receiveAndDelete" });

  expect((await receive(receiver)).map((message) => message.body)).toEqual([1, 2]);
  expect(broker.counts().intake?.active).toBe(0);
});

test("keeps bodies that are no JSON: values, sequences and bytes", async () => {
  const { client } = await startBus({ Queues: [queue("intake")] });
  const sender = client.createSender("intake");

  await sender.sendMessages({ body: { one: 1 }, bodyType: "value" });
  await sender.sendMessages({ body: [[1, "two"]], bodyType: "sequence" });
  await sender.sendMessages({ body: Buffer.from([0, 255, 1]), bodyType: "data" });

  const bodies = (await receive(receiverOf(client, "intake"))).map((message) => message.body);
  expect(bodies).toEqual([{ one: 1 }, [[1, "two"]], Buffer.from([0, 255, 1])]);
});

test("says that an entity does not exist", async () => {
  const { client } = await startBus({ Queues: [queue("intake")], Topics: [{ Name: "steps", Subscriptions: [] }] });
  const notFound = { code: "MessagingEntityNotFound" };

  await expect(client.createSender("nowhere").sendMessages({ body: 1 })).rejects.toMatchObject(notFound);
  await expect(receive(receiverOf(client, "nowhere"))).rejects.toMatchObject(notFound);
  await expect(receive(receiverOf(client, "steps/Subscriptions/nobody"))).rejects.toMatchObject(notFound);
  await expect(receiverOf(client, "nowhere").peekMessages(1)).rejects.toMatchObject(notFound);
});

test("finds entities without regard to upper and lower case", async () => {
  const { client } = await startBus({ Queues: [queue("Intake")] });

  await client.createSender("iNTAKE").sendMessages({ body: 1 });

  expect((await receiveOne(receiverOf(client, "intake"))).body).toBe(1);
});

test("gives a message an id when its sender gave none", async () => {
  const { client } = await startBus({ Queues: [queue("intake")] });
  await client.createSender("intake").sendMessages([{ body: 1 }, { body: 2, subject: "kept" }]);

  const [one, two] = await receive(receiverOf(client, "intake"));

  expect(one?.messageId).toMatch(/^[0-9a-f]{32}$/);
  expect(two).toMatchObject({ messageId: expect.stringMatching(/^[0-9a-f]{32}$/), subject: "kept" });
  expect(one?.messageId).not.toBe(two?.messageId);
});
