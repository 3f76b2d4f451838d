import { once } from "node:events";
import rhea from "rhea";
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
  const { broker, client } = await startBus({ Queues: [queue("intake")] });
  await client.createSender("intake").sendMessages({ body: 1 });
  // rhea itself, because only its inner state can be set back to the moment before the message arrived.
  const connection = rhea.create_container().connect({ host: "127.0.0.1", port: broker.port, reconnect: false });
  const receiver = connection.open_receiver({ source: "intake", credit_window: 0, autoaccept: false });

  receiver.add_credit(1);
  await once(receiver, "message");
  Reflect.set(receiver, "credit", 1);
  Reflect.set(receiver, "delivery_count", 0);
  receiver.drain_credit();
  await once(receiver, "receiver_drained");

  expect(Reflect.get(receiver, "credit")).toBe(0);
  connection.close();
  await once(connection, "connection_close");
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
