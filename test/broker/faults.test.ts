import type { ServiceBusReceiver } from "@azure/service-bus";
import { describe, expect, test } from "vitest";
import { Faults } from "../../dev/broker/faults.ts";
import { queue, receive, receiveOne, receiverOf, startBus, until } from "./with-broker.ts";

const intake = { Queues: [queue("intake")] };

/** Receives and completes with four handlers at once until the test ends; the bodies in the order they came in. */
function collect(receiver: ServiceBusReceiver): unknown[] {
  const bodies: unknown[] = [];
  receiver.subscribe(
    {
      processMessage: async (message) => {
        bodies.push(message.body);
      },
      processError: async () => undefined,
    },
    { maxConcurrentCalls: 4 },
  );
  return bodies;
}

describe("sending", () => {
  test("a lost answer makes the client send again: the message is there twice", async () => {
    const { broker, client } = await startBus(intake);
    broker.faults.add({ at: "send", entity: "intake", fault: { kind: "lose-answer" }, times: 1 });

    await client.createSender("intake").sendMessages({ body: 1, messageId: "m-1" });

    const messages = await receive(receiverOf(client, "intake"));
    expect(messages.map((message) => message.messageId)).toEqual(["m-1", "m-1"]);
  });

  test("a connection that breaks after the message was stored does the same", async () => {
    const { broker, client } = await startBus(intake);
    const sender = client.createSender("intake");
    await sender.sendMessages({ body: 0 });
    broker.faults.add({ at: "send", fault: { kind: "drop-connection", when: "after" }, times: 1 });

    await sender.sendMessages({ body: 1 });

    expect((await receive(receiverOf(client, "intake"))).map((message) => message.body)).toEqual([0, 1, 1]);
  });

  test("a connection that breaks before the message was stored leaves one copy", async () => {
    const { broker, client } = await startBus(intake);
    const sender = client.createSender("intake");
    await sender.sendMessages({ body: 0 });
    broker.faults.add({ at: "send", fault: { kind: "drop-connection", when: "before" }, times: 1 });

    await sender.sendMessages({ body: 1 });

    expect((await receive(receiverOf(client, "intake"))).map((message) => message.body)).toEqual([0, 1]);
  });

  test("a rejection reaches the caller as the error its condition stands for", async () => {
    const { broker, client } = await startBus(intake);
    const condition = "amqp:resource-limit-exceeded";
    broker.faults.add({
      at: "send",
      fault: { kind: "reject", condition },
      where: ({ messageId }) => messageId === "m-2",
    });
    const sender = client.createSender("intake");

    await sender.sendMessages({ body: 1, messageId: "m-1" });
    await expect(sender.sendMessages({ body: 2, messageId: "m-2" })).rejects.toMatchObject({ code: "QuotaExceeded" });

    expect(broker.counts().intake?.active).toBe(1);
  });

  test("a delay ends at its virtual time", async () => {
    const { broker, client, clock } = await startBus(intake);
    const sender = client.createSender("intake");
    await sender.sendMessages({ body: 0 });
    broker.faults.add({ at: "send", fault: { kind: "delay", ms: 60_000 }, times: 1 });

    const sending = sender.sendMessages({ body: 1 });
    await until(() => broker.operations()["sends intake"] === 2);
    expect(broker.counts().intake?.active).toBe(1);
    await clock.advance(60_000);
    await sending;

    expect(broker.counts().intake?.active).toBe(2);
  });
});

describe("delivering", () => {
  test("every message can come twice and out of order", async () => {
    const { broker, client } = await startBus(intake);
    broker.faults.add({ at: "deliver", fault: { kind: "deliver-twice" } });
    broker.faults.add({ at: "deliver", fault: { kind: "shuffle", seed: 7 } });
    const sent = Array.from({ length: 20 }, (_, index) => index);

    const bodies = collect(receiverOf(client, "intake"));
    await client.createSender("intake").sendMessages(sent.map((body) => ({ body })));
    await until(() => bodies.length === 40 && broker.counts().intake?.active === 0);

    expect([...bodies].sort((one, other) => Number(one) - Number(other))).toEqual(sent.flatMap((body) => [body, body]));
    expect([...new Set(bodies)]).not.toEqual(sent);
  });

  test("the second copy is there while the first is still held, with its own lock", async () => {
    const { broker, client } = await startBus(intake);
    broker.faults.add({ at: "deliver", fault: { kind: "deliver-twice" } });
    await client.createSender("intake").sendMessages({ body: 1, messageId: "m-1" });
    const receiver = receiverOf(client, "intake");

    const [first, second, ...others] = await receive(receiver);

    expect([first?.messageId, second?.messageId, others]).toEqual(["m-1", "m-1", []]);
    expect(first?.lockToken).not.toBe(second?.lockToken);
    if (first) await receiver.completeMessage(first);
    if (second) await receiver.completeMessage(second);
    expect(broker.counts().intake?.active).toBe(0);
  });

  test("a lock that expires at once makes the first settlement fail and the message come again", async () => {
    const { broker, client } = await startBus(intake);
    broker.faults.add({ at: "deliver", fault: { kind: "expire-lock" }, times: 1 });
    await client.createSender("intake").sendMessages({ body: 1 });
    const receiver = receiverOf(client, "intake");

    const [first, second] = await receive(receiver);
    if (!first || !second) throw new Error("two deliveries expected");

    expect(second.deliveryCount).toBe(1);
    await expect(receiver.completeMessage(first)).rejects.toMatchObject({ code: "MessageLockLost" });
    await receiver.completeMessage(second);
  });

  test("a connection that breaks before the transfer leaves the message locked until its lock expires", async () => {
    const { broker, client, clock } = await startBus(intake);
    await client.createSender("intake").sendMessages({ body: 1 });
    broker.faults.add({ at: "deliver", fault: { kind: "drop-connection", when: "before" }, times: 1 });
    const receiver = receiverOf(client, "intake");

    await expect(receiver.receiveMessages(1, { maxWaitTimeInMs: 500 })).rejects.toThrow();
    expect(await receive(receiver)).toEqual([]);
    await clock.advance(60_000);

    expect(await receiveOne(receiver)).toMatchObject({ deliveryCount: 1 });
  });
});

describe("settling", () => {
  test("a settlement is lost with its connection before it takes effect", async () => {
    const { broker, client, clock } = await startBus(intake);
    await client.createSender("intake").sendMessages({ body: 1 });
    broker.faults.add({ at: "settle", operation: "complete", fault: { kind: "drop-connection", when: "before" } });
    const bodies = collect(receiverOf(client, "intake"));
    await until(() => bodies.length === 1 && broker.counts().intake?.active === 1);

    broker.faults.clear();
    await clock.advance(60_000);

    await until(() => bodies.length === 2 && broker.counts().intake?.active === 0, 10_000);
  });

  test("a settlement whose answer is lost has taken effect", async () => {
    const { broker, client } = await startBus(intake);
    // The client waits a minute for its token when a connection breaks while it opens a link: this one stays open.
    const sender = client.createSender("intake");
    await sender.sendMessages({ body: 1 });
    broker.faults.add({ at: "settle", fault: { kind: "drop-connection", when: "after" }, times: 1 });

    const bodies = collect(receiverOf(client, "intake"));
    await until(() => broker.counts().intake?.active === 0);
    await sender.sendMessages({ body: 2 });
    await until(() => bodies.length > 1);

    expect(bodies).toEqual([1, 2]);
  });

  test("a lock can expire just before the settlement arrives", async () => {
    const { broker, client } = await startBus(intake);
    await client.createSender("intake").sendMessages({ body: 1, messageId: "m-1" });
    broker.faults.add({
      at: "settle",
      where: ({ messageId, deliveryCount }) => messageId === "m-1" && deliveryCount === 0,
      fault: { kind: "expire-lock" },
    });
    const receiver = receiverOf(client, "intake");

    const message = await receiveOne(receiver);

    await expect(receiver.completeMessage(message)).rejects.toMatchObject({ code: "MessageLockLost" });
    await receiver.completeMessage(await receiveOne(receiver));
  });
});

test("a link can be refused, and a request to $management can fail", async () => {
  const { broker, client, clock } = await startBus(intake);
  broker.faults.add({ at: "attach", fault: { kind: "reject", condition: "amqp:unauthorized-access" }, times: 2 });
  const sender = client.createSender("intake");
  await expect(sender.sendMessages({ body: 1 })).rejects.toMatchObject({
    errors: [{ code: "UnauthorizedAccess" }, { code: "UnauthorizedAccess" }],
  });
  broker.faults.add({
    at: "manage",
    operation: "schedule-message",
    nth: 2,
    fault: { kind: "reject", condition: "com.microsoft:entity-disabled" },
  });

  await sender.scheduleMessages({ body: 1 }, new Date(clock.now() + 60_000));
  await expect(sender.scheduleMessages({ body: 2 }, new Date(clock.now() + 60_000))).rejects.toMatchObject({
    code: "MessagingEntityDisabled",
  });

  expect(broker.counts().intake?.scheduled).toBe(1);
});

test("a rule that cannot come true is refused when it is added", () => {
  const faults = new Faults();

  expect(() => faults.add({ at: "send", fault: { kind: "deliver-twice" } })).toThrow('cannot happen at "send"');
});
