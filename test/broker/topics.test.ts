import type { ServiceBusMessage } from "@azure/service-bus";
import { expect, test } from "vitest";
import { receive, receiveOne, receiverOf, startBus } from "./with-broker.ts";

function subscription(name: string, ...filters: Array<Record<string, unknown>>) {
  return {
    Name: name,
    Properties: {},
    Rules: filters.map((filter, index) => ({
      Name: `rule-${index}`,
      Properties: { FilterType: "Correlation", CorrelationFilter: filter },
    })),
  };
}

test("gives each subscription what its correlation filters want, once", async () => {
  const subscriptions = [
    subscription("everything"),
    subscription("block-sign-in", { Label: "block-sign-in" }),
    subscription("urgent", { Properties: { urgent: true, tries: 1 } }, { Label: "block-sign-in" }),
    subscription("system", {
      ContentType: "application/json",
      CorrelationId: "c-1",
      MessageId: "m-3",
      ReplyTo: "answers",
      To: "somebody",
    }),
  ];
  const { client } = await startBus({ Topics: [{ Name: "steps", Subscriptions: subscriptions }] });
  const messages: ServiceBusMessage[] = [
    { body: 1, subject: "block-sign-in", applicationProperties: { urgent: true, tries: 1 } },
    { body: 2, subject: "Block-Sign-In", applicationProperties: { urgent: true, tries: 1 } },
    {
      body: 3,
      messageId: "m-3",
      correlationId: "c-1",
      contentType: "application/json",
      replyTo: "answers",
      to: "somebody",
      applicationProperties: { urgent: "true", tries: 1 },
    },
    { body: 4, messageId: "m-3", correlationId: "c-1" },
  ];

  await client.createSender("steps").sendMessages(messages);

  const received = async (name: string) =>
    (await receive(receiverOf(client, `steps/Subscriptions/${name}`))).map((message) => message.body);
  expect(await received("everything")).toEqual([1, 2, 3, 4]);
  expect(await received("block-sign-in")).toEqual([1]);
  expect(await received("urgent")).toEqual([1, 2]);
  expect(await received("system")).toEqual([3]);
});

test("accepts and discards a message that no subscription wants", async () => {
  const { broker, client } = await startBus({
    Topics: [{ Name: "steps", Subscriptions: [subscription("one", { Label: "one" })] }],
  });

  await client.createSender("steps").sendMessages({ body: 1, subject: "two" });

  expect(broker.operations()).toMatchObject({ "messages steps": 1 });
  expect(broker.dump()).toEqual([]);
});

test("keeps subscriptions apart: what one completes, changes or dead-letters stays with the others", async () => {
  const { broker, client } = await startBus({
    Topics: [{ Name: "steps", Subscriptions: [subscription("one"), subscription("two"), subscription("three")] }],
  });
  await client.createSender("steps").sendMessages({ body: 1, applicationProperties: { seen: 0 } });
  const one = receiverOf(client, "steps/Subscriptions/one");
  const two = receiverOf(client, "steps/Subscriptions/two");

  await one.deadLetterMessage(await receiveOne(one), { deadLetterReason: "test", deadLetterErrorDescription: "" });
  await two.abandonMessage(await receiveOne(two), { seen: 1 });

  const dead = await receiveOne(receiverOf(client, "steps/Subscriptions/one", "deadLetter"));
  expect(dead).toMatchObject({ body: 1, deadLetterSource: "steps/Subscriptions/one" });
  expect((await receiveOne(two)).applicationProperties).toEqual({ seen: 1 });
  const third = await receiveOne(receiverOf(client, "steps/Subscriptions/three"));
  expect(third).toMatchObject({ applicationProperties: { seen: 0 }, deliveryCount: 0 });
  expect(broker.counts()["steps/Subscriptions/one"]).toMatchObject({ active: 0, deadLettered: 1 });
});

test("refuses to receive from a topic and to send to a subscription", async () => {
  const { client } = await startBus({ Topics: [{ Name: "steps", Subscriptions: [subscription("one")] }] });

  await expect(receive(receiverOf(client, "steps"))).rejects.toThrow("received from its subscriptions");
  await expect(client.createSender("steps/Subscriptions/one").sendMessages({ body: 1 })).rejects.toThrow(
    "cannot be sent",
  );
});
