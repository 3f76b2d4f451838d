import { describe, expect, test } from "vitest";
import { connect, queue, receive, receiveOne, receiverOf, startBus } from "./with-broker.ts";

const intake = { Queues: [queue("intake", { LockDuration: "PT30S" })] };

test("makes a message available again when its lock expires, and refuses the late settlement", async () => {
  const { broker, client, clock } = await startBus(intake);
  await client.createSender("intake").sendMessages({ body: 1 });
  const receiver = receiverOf(client, "intake");
  const late = await receiveOne(receiver);

  await clock.advance(30_000);

  await expect(receiver.completeMessage(late)).rejects.toMatchObject({ code: "MessageLockLost" });
  const again = await receiveOne(receiver);
  expect(again).toMatchObject({ body: 1, deliveryCount: 1 });
  expect(again.lockToken).not.toBe(late.lockToken);
  expect(broker.operations()).toMatchObject({ "expired-locks intake": 1 });
  await receiver.completeMessage(again);
});

test("hands an expired message to a waiting receiver without anybody asking", async () => {
  const { client, clock } = await startBus(intake);
  await client.createSender("intake").sendMessages({ body: 1 });
  await receiveOne(receiverOf(client, "intake"));
  const waiting = receiverOf(client, "intake").receiveMessages(1, { maxWaitTimeInMs: 60_000 });
  await new Promise((resolve) => setTimeout(resolve, 100));

  await clock.advance(30_000);

  expect(await waiting).toMatchObject([{ deliveryCount: 1 }]);
});

test("keeps a lock that is renewed in time", async () => {
  const { client, clock } = await startBus(intake);
  await client.createSender("intake").sendMessages({ body: 1 });
  const receiver = receiverOf(client, "intake");
  const message = await receiveOne(receiver);

  await clock.advance(20_000);
  const until = await receiver.renewMessageLock(message);
  await clock.advance(20_000);

  expect(until.getTime()).toBeGreaterThan(clock.now());
  await receiver.completeMessage(message);
});

test("does not renew a lock that is over", async () => {
  const { client, clock } = await startBus(intake);
  await client.createSender("intake").sendMessages({ body: 1 });
  const receiver = receiverOf(client, "intake");
  const message = await receiveOne(receiver);

  await clock.advance(30_000);

  await expect(receiver.renewMessageLock(message)).rejects.toMatchObject({ code: "MessageLockLost" });
});

test("counts expired locks towards the last delivery", async () => {
  const { broker, client, clock } = await startBus({
    Queues: [queue("intake", { LockDuration: "PT30S", MaxDeliveryCount: 2 })],
  });
  await client.createSender("intake").sendMessages({ body: 1 });
  const receiver = receiverOf(client, "intake");

  await receiveOne(receiver);
  await clock.advance(30_000);
  await receiveOne(receiver);
  await clock.advance(30_000);

  expect(await receive(receiver)).toEqual([]);
  expect(broker.counts().intake).toMatchObject({ active: 0, deadLettered: 1 });
});

test("defers a message again whose deferred delivery was not settled in time", async () => {
  const { broker, client, clock } = await startBus(intake);
  await client.createSender("intake").sendMessages({ body: 1 });
  const receiver = receiverOf(client, "intake");
  const message = await receiveOne(receiver);
  await receiver.deferMessage(message);
  await receiver.receiveDeferredMessages(message.sequenceNumber ?? []);

  await clock.advance(30_000);

  expect(await receive(receiver)).toEqual([]);
  expect(broker.counts().intake).toMatchObject({ active: 0, deferred: 1 });
});

describe("when a receiving connection is gone", () => {
  test("its messages stay locked until their locks expire", async () => {
    const { broker, client, clock } = await startBus(intake);
    await client.createSender("intake").sendMessages({ body: 1 });
    const other = connect(broker);
    await receiveOne(receiverOf(other, "intake"));
    await other.close();
    const receiver = receiverOf(client, "intake");

    expect(await receive(receiver)).toEqual([]);
    await clock.advance(30_000);

    expect(await receiveOne(receiver)).toMatchObject({ deliveryCount: 1 });
  });

  test("its messages are free at once, where the broker is told so", async () => {
    const { broker, client } = await startBus(intake, { brokenLinks: "unlock-at-once" });
    await client.createSender("intake").sendMessages({ body: 1 });
    const other = connect(broker);
    const held = await receiveOne(receiverOf(other, "intake"));
    await other.close();
    const receiver = receiverOf(client, "intake");

    expect(await receiveOne(receiver)).toMatchObject({ deliveryCount: 1 });
    await expect(receiver.completeMessage(held)).rejects.toMatchObject({ code: "MessageLockLost" });
  });
});
