import { expect, test } from "vitest";
import { connect, queue, receive, receiveOne, receiverOf, startBus, until } from "./with-broker.ts";

const intake = { Queues: [queue("intake")] };

test("delivers an abandoned message again, counted and with the changed properties", async () => {
  const { client } = await startBus(intake);
  await client
    .createSender("intake")
    .sendMessages({ body: 1, messageId: "m-1", applicationProperties: { tries: 0, kept: "yes" } });
  const receiver = receiverOf(client, "intake");

  await receiver.abandonMessage(await receiveOne(receiver), { tries: 1, why: "busy" });
  const again = await receiveOne(receiver);

  expect(again).toMatchObject({ messageId: "m-1", body: 1, deliveryCount: 1 });
  expect(again.applicationProperties).toEqual({ tries: 1, kept: "yes", why: "busy" });
});

test("returns an abandoned message to its old place, before later ones", async () => {
  const { client } = await startBus(intake);
  await client.createSender("intake").sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
  const receiver = receiverOf(client, "intake");

  const [first] = await receive(receiver, 1);
  if (first === undefined) throw new Error("nothing received");
  await receiver.abandonMessage(first);

  expect((await receive(receiver)).map((message) => message.body)).toEqual([1, 2, 3]);
});

test("moves a message to the dead-letter queue by hand, keeping its count", async () => {
  const { broker, client } = await startBus(intake);
  await client.createSender("intake").sendMessages({ body: "poison", messageId: "m-1" });
  const receiver = receiverOf(client, "intake");
  await receiver.abandonMessage(await receiveOne(receiver));

  await receiver.deadLetterMessage(await receiveOne(receiver), {
    deadLetterReason: "unreadable",
    deadLetterErrorDescription: "no case id",
    customKey: 7,
  });

  expect(broker.counts().intake).toMatchObject({ active: 0, deadLettered: 1 });
  expect(broker.dump()).toEqual([
    expect.objectContaining({ entity: "intake/$DeadLetterQueue", state: "ready", messageId: "m-1", body: '"poison"' }),
  ]);
  const dead = await receiveOne(receiverOf(client, "intake", "deadLetter"));
  expect(dead).toMatchObject({
    body: "poison",
    deadLetterReason: "unreadable",
    deadLetterErrorDescription: "no case id",
    deadLetterSource: "intake",
    deliveryCount: 1,
    applicationProperties: { customKey: 7 },
  });
});

test("moves a message to the dead-letter queue after its last delivery", async () => {
  const { client } = await startBus({ Queues: [queue("intake", { MaxDeliveryCount: 3 })] });
  await client.createSender("intake").sendMessages({ body: "hard" });
  const receiver = receiverOf(client, "intake");

  const counts: unknown[] = [];
  for (let delivery = 0; delivery < 3; delivery += 1) {
    const message = await receiveOne(receiver);
    counts.push(message.deliveryCount);
    await receiver.abandonMessage(message);
  }

  expect(counts).toEqual([0, 1, 2]);
  expect(await receive(receiver)).toEqual([]);
  const dead = await receiveOne(receiverOf(client, "intake", "deadLetter"));
  expect(dead.deadLetterReason).toBe("MaxDeliveryCountExceeded");
});

test("keeps a message in the dead-letter queue: abandoning counts nothing, dead-lettering fails, completing ends it", async () => {
  const { broker, client, clock } = await startBus(intake);
  await client.createSender("intake").sendMessages({ body: 1 });
  const receiver = receiverOf(client, "intake");
  await receiver.deadLetterMessage(await receiveOne(receiver));
  const deadLetters = receiverOf(client, "intake", "deadLetter");

  await deadLetters.abandonMessage(await receiveOne(deadLetters));
  const dead = await receiveOne(deadLetters);
  expect(dead.deliveryCount).toBe(0);
  await expect(deadLetters.deadLetterMessage(dead)).rejects.toMatchObject({ code: "GeneralError" });
  expect(broker.counts().intake?.deadLettered).toBe(1);
  await clock.advance(60_000);
  await deadLetters.completeMessage(await receiveOne(deadLetters));

  expect(broker.counts().intake?.deadLettered).toBe(0);
});

test("gives a deferred message only to who asks for its number", async () => {
  const { broker, client } = await startBus(intake);
  await client.createSender("intake").sendMessages({ body: "later" });
  const receiver = receiverOf(client, "intake");
  const message = await receiveOne(receiver);
  const number = message.sequenceNumber;
  if (number === undefined) throw new Error("no number");

  await receiver.deferMessage(message, { deferredBy: "test" });
  expect(await receive(receiver)).toEqual([]);
  expect(broker.counts().intake).toMatchObject({ active: 0, deferred: 1 });

  const [first] = await receiver.receiveDeferredMessages(number);
  expect(first).toMatchObject({ body: "later", deliveryCount: 1, state: "deferred" });
  expect(first?.applicationProperties).toEqual({ deferredBy: "test" });
  if (first) await receiver.abandonMessage(first);
  const [second] = await receiver.receiveDeferredMessages(number);
  expect(second).toMatchObject({ deliveryCount: 2, state: "deferred" });
  if (second) await receiver.completeMessage(second);

  await expect(receiver.receiveDeferredMessages(number)).rejects.toMatchObject({ code: "MessageNotFound" });
  expect(broker.counts().intake?.deferred).toBe(0);
});

test("settles over $management when the receiving link is gone", async () => {
  const { broker, client } = await startBus({ Queues: [queue("intake", { MaxDeliveryCount: 5 })] });
  await client.createSender("intake").sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }, { body: 4 }]);
  const gone = receiverOf(client, "intake");
  const [one, two, three, four] = await receive(gone, 4);
  if (!one || !two || !three || !four) throw new Error("four expected");
  await gone.close();
  const receiver = receiverOf(client, "intake");

  await receiver.completeMessage(one);
  await receiver.abandonMessage(two, { abandoned: true });
  await receiver.deadLetterMessage(three, { deadLetterReason: "by hand", deadLetterErrorDescription: "late" });
  await receiver.deferMessage(four);

  expect(broker.operations()).toMatchObject({ "update-disposition intake": 4 });
  expect(broker.counts().intake).toMatchObject({ active: 1, scheduled: 0, deferred: 1, deadLettered: 1 });
  const again = await receiveOne(receiver);
  expect(again).toMatchObject({ body: 2, deliveryCount: 1, applicationProperties: { abandoned: true } });
  await expect(receiver.completeMessage(two)).rejects.toMatchObject({ code: "MessageLockLost" });
});

test("peeks messages of every state without touching them", async () => {
  const { client, clock } = await startBus(intake);
  const sender = client.createSender("intake");
  await sender.sendMessages([{ body: "locked" }, { body: "deferred" }, { body: "ready" }]);
  await sender.scheduleMessages({ body: "scheduled" }, new Date(clock.now() + 60_000));
  const receiver = receiverOf(client, "intake");
  const [locked, deferred] = await receive(receiver, 2);
  if (!locked || !deferred) throw new Error("two expected");
  await receiver.deferMessage(deferred);

  const peeked = await receiver.peekMessages(10);

  expect(peeked.map((message) => [message.body, message.state])).toEqual([
    ["locked", "active"],
    ["deferred", "deferred"],
    ["ready", "active"],
    ["scheduled", "scheduled"],
  ]);
  expect(peeked.map((message) => message.sequenceNumber?.toNumber())).toEqual([1, 2, 3, 4]);
  expect(await receiver.peekMessages(10)).toEqual([]);
  expect(await receiverOf(client, "intake", "deadLetter").peekMessages(10)).toEqual([]);
  await receiver.completeMessage(locked);
});

test("frees the places of settled deliveries: more messages than a session holds go over one link", async () => {
  const { broker, client } = await startBus(intake);
  const sender = client.createSender("intake");
  for (let round = 0; round < 5; round += 1) {
    await sender.sendMessages(Array.from({ length: 1000 }, (_, index) => ({ body: index })));
  }
  const receiver = connect(broker).createReceiver("intake", { maxAutoLockRenewalDurationInMs: 0 });
  let received = 0;

  receiver.subscribe(
    {
      processMessage: async () => {
        received += 1;
      },
      processError: async () => undefined,
    },
    { maxConcurrentCalls: 50 },
  );

  await until(() => received === 5000 && broker.counts().intake?.active === 0, 20_000);
});
