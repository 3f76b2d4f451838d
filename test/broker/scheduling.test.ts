import { expect, test } from "vitest";
import { queue, receive, receiveOne, receiverOf, startBus } from "./with-broker.ts";

const HOUR = 3_600_000;
const intake = { Queues: [queue("intake")] };

test("delivers a scheduled message at its time, not before", async () => {
  const { broker, client, clock } = await startBus(intake);
  const at = new Date(clock.now() + HOUR);
  await client.createSender("intake").sendMessages({ body: 1, scheduledEnqueueTimeUtc: at });
  const receiver = receiverOf(client, "intake");

  await clock.advance(HOUR - 60_000);
  expect(await receive(receiver)).toEqual([]);
  expect(broker.counts().intake).toMatchObject({ active: 0, scheduled: 1 });
  await clock.advance(60_000);

  const message = await receiveOne(receiver);
  expect(message).toMatchObject({ body: 1, state: "active" });
  expect(message.enqueuedTimeUtc?.getTime()).toBeGreaterThanOrEqual(at.getTime());
  expect(broker.counts().intake).toMatchObject({ active: 1, scheduled: 0 });
});

test("schedules over $management, and gives the message a new number when its time comes", async () => {
  const { client, clock } = await startBus(intake);
  const sender = client.createSender("intake");

  const numbers = await sender.scheduleMessages([{ body: 1 }, { body: 2 }], new Date(clock.now() + HOUR));
  await clock.advance(HOUR);

  const messages = await receive(receiverOf(client, "intake"));
  expect(numbers.map(Number)).toEqual([1, 2]);
  expect(messages.map(({ body, sequenceNumber }) => [body, Number(sequenceNumber)])).toEqual([
    [1, 3],
    [2, 4],
  ]);
  expect(messages.map(({ enqueuedSequenceNumber }) => Number(enqueuedSequenceNumber))).toEqual([1, 2]);
});

test("never delivers a cancelled message, and says so when it is too late to cancel", async () => {
  const { broker, client, clock } = await startBus(intake);
  const sender = client.createSender("intake");
  const [cancelled, kept] = await sender.scheduleMessages([{ body: 1 }, { body: 2 }], new Date(clock.now() + HOUR));
  if (cancelled === undefined || kept === undefined) throw new Error("two numbers expected");

  await sender.cancelScheduledMessages(cancelled);
  await clock.advance(HOUR);

  expect((await receiveOne(receiverOf(client, "intake"))).body).toBe(2);
  await expect(sender.cancelScheduledMessages(kept)).rejects.toMatchObject({ code: "MessageNotFound" });
  expect(broker.dump()).toHaveLength(1);
});

test("wakes a waiting receiver when the time comes", async () => {
  const { client, clock } = await startBus(intake);
  await client.createSender("intake").scheduleMessages({ body: 1 }, new Date(clock.now() + HOUR));
  const waiting = receiverOf(client, "intake").receiveMessages(1, { maxWaitTimeInMs: 2 * HOUR });
  await new Promise((resolve) => setTimeout(resolve, 100));

  await clock.advance(HOUR);

  expect(await waiting).toMatchObject([{ body: 1 }]);
});

test("keeps a scheduled message on its topic, and gives it to the subscriptions at its time", async () => {
  const { broker, client, clock } = await startBus({
    Topics: [{ Name: "steps", Subscriptions: [queue("one"), queue("two")] }],
  });
  await client.createSender("steps").scheduleMessages({ body: 1 }, new Date(clock.now() + HOUR));
  expect(broker.counts().steps).toMatchObject({ scheduled: 1 });

  await clock.advance(HOUR);

  expect((await receiveOne(receiverOf(client, "steps/Subscriptions/one"))).body).toBe(1);
  expect((await receiveOne(receiverOf(client, "steps/Subscriptions/two"))).body).toBe(1);
  expect(broker.counts().steps).toMatchObject({ scheduled: 0 });
});
