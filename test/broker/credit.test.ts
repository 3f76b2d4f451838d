import { expect, test } from "vitest";
import { queue, receive, receiverOf, startBus } from "./with-broker.ts";

test("loses nothing between receives that ask for more than there is", async () => {
  const { client } = await startBus({ Queues: [queue("intake")] });
  const sender = client.createSender("intake");
  const receiver = receiverOf(client, "intake");
  const bodies: unknown[] = [];
  const take = async () => {
    for (const message of await receive(receiver, 50)) {
      bodies.push(message.body);
      await receiver.completeMessage(message);
    }
  };

  await sender.sendMessages([{ body: 1 }, { body: 2 }]);
  await take();
  await sender.sendMessages({ body: 3 });
  await take();
  await take();
  await sender.sendMessages([{ body: 4 }, { body: 5 }]);
  await take();

  expect(bodies).toEqual([1, 2, 3, 4, 5]);
});

test("answers a drain at once, so that the client keeps its link", async () => {
  const { broker, client } = await startBus({ Queues: [queue("intake")] });
  const receiver = receiverOf(client, "intake");

  for (let round = 0; round < 3; round += 1) expect(await receive(receiver, 50)).toEqual([]);

  // One token per link that was opened.
  const tokens = Object.entries(broker.operations()).filter(([name]) => name.startsWith("tokens "));
  expect(tokens.map(([, times]) => times)).toEqual([1]);
});

test("answers a drain that crosses with the last message asked for", async () => {
  const { client } = await startBus({ Queues: [queue("intake")] });
  const sender = client.createSender("intake");
  const receiver = receiverOf(client, "intake");
  let received = 0;

  // The client drains one message-wait after the first; sends land around that moment.
  for (let round = 0; round < 20; round += 1) {
    const receiving = receiver.receiveMessages(2, { maxWaitTimeInMs: 20 });
    await new Promise((resolve) => setTimeout(resolve, 10 + round));
    await sender.sendMessages([{ body: round }, { body: round }]);
    for (const message of await receiving) {
      received += 1;
      await receiver.completeMessage(message);
    }
  }
  for (const message of await receive(receiver, 100)) {
    received += 1;
    await receiver.completeMessage(message);
  }

  expect(received).toBe(40);
});

test("shares messages between receivers, and gives none to one without credit", async () => {
  const { client } = await startBus({ Queues: [queue("intake")] });
  const [one, two] = [receiverOf(client, "intake"), receiverOf(client, "intake")];
  const receiving = [one, two].map((receiver) => receiver.receiveMessages(5, { maxWaitTimeInMs: 500 }));
  await new Promise((resolve) => setTimeout(resolve, 100));

  await client.createSender("intake").sendMessages(Array.from({ length: 12 }, (_, index) => ({ body: index })));

  expect((await Promise.all(receiving)).map((messages) => messages.length)).toEqual([5, 5]);
  expect(await receive(one)).toHaveLength(2);
});
