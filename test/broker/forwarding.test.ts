import { expect, test } from "vitest";
import { queue, receive, receiveOne, receiverOf, startBus } from "./with-broker.ts";

const bodies = (messages: ReadonlyArray<{ readonly body?: unknown }>) => messages.map(({ body }) => body);

test("passes what is sent to a queue on to another, with its first sequence number", async () => {
  const { broker, client } = await startBus({ Queues: [queue("front", { ForwardTo: "Back" }), queue("back")] });
  const sender = client.createSender("front");

  await sender.sendMessages([{ body: 1 }, { body: 2 }]);
  await client.createSender("back").sendMessages({ body: 3 });

  const received = await receive(receiverOf(client, "back"));
  expect(bodies(received)).toEqual([1, 2, 3]);
  expect(received.map(({ enqueuedSequenceNumber }) => Number(enqueuedSequenceNumber))).toEqual([1, 2, 3]);
  expect(broker.counts().front).toMatchObject({ active: 0 });
  expect(broker.operations()).toMatchObject({ "messages front": 2, "forwarded back": 2 });
});

test("refuses receivers on a queue that forwards", async () => {
  const { client } = await startBus({ Queues: [queue("front", { ForwardTo: "back" }), queue("back")] });

  await expect(receive(receiverOf(client, "front"))).rejects.toThrow("a receiver cannot be created");
});

test("collects what several subscriptions want, and fans out from a queue through a topic", async () => {
  const by = (Name: string, Label: string, ForwardTo: string) => ({
    Name,
    Properties: { ForwardTo },
    Rules: [{ Name: "own", Properties: { FilterType: "Correlation", CorrelationFilter: { Label } } }],
  });
  const { client } = await startBus({
    Queues: [queue("front", { ForwardTo: "steps" }), queue("both"), queue("red")],
    Topics: [
      { Name: "steps", Subscriptions: [by("a", "blue", "both"), by("b", "red", "both"), by("c", "red", "red")] },
    ],
  });

  await client.createSender("front").sendMessages([
    { body: 1, subject: "blue" },
    { body: 2, subject: "red" },
    { body: 3, subject: "green" },
  ]);

  expect(bodies(await receive(receiverOf(client, "both")))).toEqual([1, 2]);
  expect(bodies(await receive(receiverOf(client, "red")))).toEqual([2]);
});

test("forwards dead letters with their reason and source, to be counted afresh", async () => {
  const { broker, client } = await startBus({
    Queues: [queue("intake", { ForwardDeadLetteredMessagesTo: "graveyard", MaxDeliveryCount: 1 }), queue("graveyard")],
  });
  await client.createSender("intake").sendMessages([{ body: 1 }, { body: 2 }]);
  const receiver = receiverOf(client, "intake");
  const [one, two] = await receive(receiver, 2);
  if (one === undefined || two === undefined) throw new Error("two expected");

  await receiver.deadLetterMessage(one, { deadLetterReason: "broken", deadLetterErrorDescription: "really" });
  await receiver.abandonMessage(two);

  const dead = await receive(receiverOf(client, "graveyard"));
  expect(dead).toMatchObject([
    { body: 1, deadLetterReason: "broken", deadLetterSource: "intake", deliveryCount: 0, state: "active" },
    { body: 2, deadLetterReason: "MaxDeliveryCountExceeded", deadLetterSource: "intake", deliveryCount: 0 },
  ]);
  expect(broker.counts().intake).toMatchObject({ active: 0, deadLettered: 0 });
});

test("stops after four hops: the message lies in the transfer dead-letter queue", async () => {
  const chain = ["a", "b", "c", "d", "e"].map((name, index, names) =>
    queue(name, { ForwardTo: names[index + 1] ?? "f" }),
  );
  const { broker, client } = await startBus({ Queues: [...chain, queue("f")] });

  await client.createSender("b").sendMessages({ body: "four" });
  await client.createSender("a").sendMessages({ body: "five" });

  expect(bodies(await receive(receiverOf(client, "f")))).toEqual(["four"]);
  expect(broker.counts().e).toMatchObject({ transferDeadLettered: 1 });
  const transfer = client.createReceiver("e", { subQueueType: "transferDeadLetter" });
  expect(await receiveOne(transfer)).toMatchObject({
    body: "five",
    deadLetterReason: "MaxTransferHopCountExceeded",
    deadLetterSource: "e",
  });
});

test("ends circles the same way", async () => {
  const { broker, client } = await startBus({
    Queues: [queue("ping", { ForwardTo: "pong" }), queue("pong", { ForwardTo: "ping" })],
  });

  await client.createSender("ping").sendMessages([{ body: 1 }, { body: 2 }]);

  const { ping, pong } = broker.counts();
  expect([ping?.transferDeadLettered, pong?.transferDeadLettered]).toEqual([2, 0]);
});

test("passes scheduled messages on when their time comes, and drops repeats at the target", async () => {
  const { client, clock } = await startBus({
    Queues: [queue("front", { ForwardTo: "back" }), queue("back", { RequiresDuplicateDetection: true })],
  });
  const sender = client.createSender("front");
  await sender.scheduleMessages({ body: 1, messageId: "m-1" }, new Date(clock.now() + 60_000));
  const receiver = receiverOf(client, "back");
  expect(await receive(receiver)).toEqual([]);

  await clock.advance(60_000);
  await sender.sendMessages({ body: "repeated", messageId: "m-1" });

  expect(bodies(await receive(receiver))).toEqual([1]);
});

test("keeps what cannot be forwarded, because its target is disabled", async () => {
  const { broker, client } = await startBus({ Queues: [queue("front", { ForwardTo: "back" }), queue("back")] });
  broker.entities.find("back")?.gate.setStatus("Disabled");

  await client.createSender("front").sendMessages({ body: 1 });

  expect(broker.counts().front).toMatchObject({ active: 0, transferDeadLettered: 1 });
});
