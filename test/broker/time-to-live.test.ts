import { expect, test } from "vitest";
import { queue, receive, receiveOne, receiverOf, startBus } from "./with-broker.ts";

const MINUTE = 60_000;

test("drops a message whose time is over, by its own limit or the queue's, whichever is shorter", async () => {
  const { broker, client, clock } = await startBus({
    Queues: [queue("intake", { DefaultMessageTimeToLive: "PT10M" })],
  });
  await client
    .createSender("intake")
    .sendMessages([
      { body: "own", timeToLive: MINUTE },
      { body: "queue's" },
      { body: "longer", timeToLive: 60 * MINUTE },
    ]);
  const receiver = receiverOf(client, "intake");

  await clock.advance(MINUTE);
  expect((await receiver.peekMessages(10)).map((message) => message.body)).toEqual(["queue's", "longer"]);
  await clock.advance(9 * MINUTE);

  expect(await receive(receiver)).toEqual([]);
  expect(broker.counts().intake).toMatchObject({ active: 0, deadLettered: 0 });
  expect(broker.operations()).toMatchObject({ "expired intake": 3 });
});

test("dead-letters an expired message where the queue says so; there it stays for good", async () => {
  const properties = { DefaultMessageTimeToLive: "PT10M", DeadLetteringOnMessageExpiration: true };
  const { client, clock } = await startBus({ Queues: [queue("intake", properties)] });
  await client.createSender("intake").sendMessages({ body: 1, timeToLive: MINUTE });

  await clock.advance(60 * MINUTE);
  expect(await receive(receiverOf(client, "intake"))).toEqual([]);
  await clock.advance(60 * MINUTE);

  const dead = await receiveOne(receiverOf(client, "intake", "deadLetter"));
  expect(dead).toMatchObject({ body: 1, deadLetterReason: "TTLExpiredException" });
});

test("does not expire a message while it is locked or deferred", async () => {
  const { broker, client, clock } = await startBus({ Queues: [queue("intake", { LockDuration: "PT5M" })] });
  await client.createSender("intake").sendMessages([
    { body: "completed", timeToLive: MINUTE },
    { body: "abandoned", timeToLive: MINUTE },
    { body: "deferred", timeToLive: MINUTE },
  ]);
  const receiver = receiverOf(client, "intake");
  const [completed, abandoned, deferred] = await receive(receiver, 3);
  if (!completed || !abandoned || !deferred) throw new Error("three expected");
  await receiver.deferMessage(deferred);

  await clock.advance(2 * MINUTE);
  await receiver.completeMessage(completed);
  await receiver.abandonMessage(abandoned);

  expect(await receive(receiver)).toEqual([]);
  expect(broker.dump()).toMatchObject([{ state: "deferred", body: '"deferred"' }]);
});
