import { expect, test } from "vitest";
import { queue, receive, receiverOf, startBus } from "./with-broker.ts";

const MINUTE = 60_000;
const detecting = { RequiresDuplicateDetection: true, DuplicateDetectionHistoryTimeWindow: "PT10M" };

test("accepts and drops a message id it saw within the window, and forgets it afterwards", async () => {
  const { broker, client, clock } = await startBus({ Queues: [queue("intake", detecting)] });
  const sender = client.createSender("intake");
  const receiver = receiverOf(client, "intake");

  await sender.sendMessages({ body: "first", messageId: "m-1" });
  await sender.sendMessages([
    { body: "repeated", messageId: "m-1" },
    { body: "other", messageId: "m-2" },
  ]);
  for (const message of await receive(receiver)) await receiver.completeMessage(message);
  await clock.advance(9 * MINUTE);
  await sender.sendMessages({ body: "repeated after completion", messageId: "m-1" });
  expect(await receive(receiver)).toEqual([]);
  expect(broker.operations()).toMatchObject({ "dropped-duplicates intake": 2, "deliveries intake": 2 });

  await clock.advance(MINUTE);
  await sender.sendMessages({ body: "after the window", messageId: "m-1" });

  expect((await receive(receiver)).map((message) => message.body)).toEqual(["after the window"]);
});

test("counts scheduled messages, cancelled ones too: the same id scheduled again is lost", async () => {
  const { broker, client, clock } = await startBus({ Queues: [queue("intake", detecting)] });
  const sender = client.createSender("intake");
  const at = new Date(clock.now() + 5 * MINUTE);

  await sender.cancelScheduledMessages(await sender.scheduleMessages({ body: 1, messageId: "m-1" }, at));
  await sender.scheduleMessages({ body: 2, messageId: "m-1" }, at);

  expect(broker.counts().intake).toMatchObject({ active: 0, scheduled: 0 });
});

test("keeps repeated ids where detection is off", async () => {
  const { client } = await startBus({ Queues: [queue("intake")] });
  const sender = client.createSender("intake");

  await sender.sendMessages([
    { body: 1, messageId: "m-1" },
    { body: 2, messageId: "m-1" },
  ]);

  expect(await receive(receiverOf(client, "intake"))).toHaveLength(2);
});

test("drops repeats at a topic before any subscription sees them", async () => {
  const { client } = await startBus({
    Topics: [{ Name: "steps", Properties: detecting, Subscriptions: [queue("one")] }],
  });
  const sender = client.createSender("steps");

  await sender.sendMessages({ body: 1, messageId: "m-1" });
  await sender.sendMessages({ body: 2, messageId: "m-1" });

  const messages = await receive(receiverOf(client, "steps/Subscriptions/one"));
  expect(messages.map((message) => message.body)).toEqual([1]);
});
