import type { ServiceBusMessage, ServiceBusSessionReceiver } from "@azure/service-bus";
import { describe, expect, test } from "vitest";
import { type Bus, connect, queue, receive, receiverOf, startBus, until } from "./with-broker.ts";

const MINUTE = 60_000;
const sessions = { Queues: [queue("orders", { RequiresSession: true, LockDuration: "PT1M", MaxDeliveryCount: 3 })] };
const manual = { maxAutoLockRenewalDurationInMs: 0 };

function accept({ client }: Bus, id: string): Promise<ServiceBusSessionReceiver> {
  return client.acceptSession("orders", id, manual);
}

function send({ client }: Bus, messages: ServiceBusMessage | ServiceBusMessage[]): Promise<void> {
  return client.createSender("orders").sendMessages(messages);
}

const bodies = (messages: ReadonlyArray<{ readonly body?: unknown }>) => messages.map(({ body }) => body);

test("gives one receiver the messages of its session, in order, and nobody else's", async () => {
  const bus = await startBus(sessions);
  await send(bus, [
    { body: 1, sessionId: "a" },
    { body: 2, sessionId: "b" },
    { body: 3, sessionId: "a" },
  ]);
  const [a, b] = [await accept(bus, "a"), await accept(bus, "b")];

  await send(bus, { body: 4, sessionId: "a" });

  expect(a.sessionId).toBe("a");
  expect(bodies(await receive(a))).toEqual([1, 3, 4]);
  expect((await receive(b)).map(({ body, sessionId }) => [body, sessionId])).toEqual([[2, "b"]]);
  expect(await receive(b)).toEqual([]);
});

test("repeats an abandoned message before the ones behind it", async () => {
  const bus = await startBus(sessions);
  await send(
    bus,
    [1, 2, 3].map((body) => ({ body, sessionId: "a" })),
  );
  const receiver = await accept(bus, "a");

  const [first] = await receive(receiver, 1);
  if (first === undefined) throw new Error("one expected");
  await receiver.abandonMessage(first);

  const again = await receive(receiver, 3);
  expect(again.map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
    [1, 1],
    [2, 0],
    [3, 0],
  ]);
});

describe("the next available session", () => {
  test("is the one that has waited longest among those with messages and without a lock", async () => {
    const bus = await startBus(sessions);
    await send(bus, [
      { body: 1, sessionId: "held" },
      { body: 2, sessionId: "b" },
      { body: 3, sessionId: "c" },
    ]);
    await accept(bus, "held");

    const next = await bus.client.acceptNextSession("orders", manual);
    const after = await bus.client.acceptNextSession("orders", manual);

    expect([next.sessionId, after.sessionId]).toEqual(["b", "c"]);
    expect(bodies(await receive(after))).toEqual([3]);
  });

  test("is waited for, and goes to whoever waited longest", async () => {
    const bus = await startBus(sessions);
    const [first, second] = [connect(bus.broker), connect(bus.broker)];
    const one = first.acceptNextSession("orders", manual);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const two = second.acceptNextSession("orders", manual);
    await new Promise((resolve) => setTimeout(resolve, 50));

    await send(bus, { body: 1, sessionId: "a" });
    expect((await one).sessionId).toBe("a");
    await send(bus, { body: 2, sessionId: "b" });
    expect((await two).sessionId).toBe("b");
  });

  test("times out where there is none", async () => {
    const { client } = await startBus(sessions);

    await expect(client.acceptNextSession("orders", manual)).rejects.toMatchObject({ code: "ServiceTimeout" });
  });

  test("comes again when its receiver closes, with what that left, uncounted", async () => {
    const bus = await startBus(sessions);
    await send(bus, { body: 1, sessionId: "a" });
    const receiver = await accept(bus, "a");
    await receive(receiver);
    await receiver.close();

    const next = await bus.client.acceptNextSession("orders", manual);

    expect((await receive(next)).map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([[1, 0]]);
  });
});

describe("the lock of a session", () => {
  test("keeps others out until it is closed", async () => {
    const bus = await startBus(sessions);
    const receiver = await accept(bus, "a");

    await expect(accept(bus, "a")).rejects.toMatchObject({ code: "SessionCannotBeLocked" });
    await receiver.close();

    expect((await accept(bus, "a")).sessionId).toBe("a");
  });

  test("lasts as long as the entity says, and starts anew when renewed", async () => {
    const bus = await startBus(sessions);
    const receiver = await accept(bus, "a");
    const start = bus.clock.now();
    expect(receiver.sessionLockedUntilUtc.getTime()).toBeGreaterThan(start + MINUTE - 2000);
    expect(receiver.sessionLockedUntilUtc.getTime()).toBeLessThanOrEqual(start + MINUTE);

    await bus.clock.advance(50_000);
    await receiver.renewSessionLock();
    await bus.clock.advance(50_000);
    await receiver.renewSessionLock();

    expect(receiver.sessionLockedUntilUtc.getTime()).toBeGreaterThan(start + 2 * MINUTE);
  });

  test("ends when it expires: the link closes, and what was held counts as delivered in vain", async () => {
    const bus = await startBus(sessions);
    await send(bus, { body: 1, sessionId: "a" });
    const receiver = await accept(bus, "a");
    const [message] = await receive(receiver);
    if (message === undefined) throw new Error("one expected");

    await bus.clock.advance(MINUTE);
    await until(() => receiver.isClosed);
    await expect(receiver.completeMessage(message)).rejects.toMatchObject({ code: "SessionLockLost" });
    await expect(receiver.renewSessionLock()).rejects.toThrow();

    const next = await bus.client.acceptNextSession("orders", manual);
    expect((await receive(next)).map(({ deliveryCount }) => deliveryCount)).toEqual([1]);
  });

  test("tells a subscriber that it is lost", async () => {
    const bus = await startBus(sessions);
    const receiver = await accept(bus, "a");
    const codes: unknown[] = [];
    receiver.subscribe({
      processMessage: async () => undefined,
      processError: async ({ error }) => {
        codes.push("code" in error ? error.code : error.name);
      },
    });

    await bus.clock.advance(MINUTE);
    await until(() => codes.length > 0);

    expect(codes).toContain("SessionLockLost");
  });

  test("outlives a connection that broke, unless the broker was told otherwise", async () => {
    const kept = await startBus(sessions);
    const freed = await startBus(sessions, { brokenLinks: "unlock-at-once" });
    for (const bus of [kept, freed]) {
      await accept(bus, "a");
      bus.broker.breakConnections();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }

    await expect(connect(kept.broker).acceptSession("orders", "a", manual)).rejects.toMatchObject({
      code: "SessionCannotBeLocked",
    });
    expect((await connect(freed.broker).acceptSession("orders", "a", manual)).sessionId).toBe("a");
    await kept.clock.advance(MINUTE);
    expect((await connect(kept.broker).acceptSession("orders", "a", manual)).sessionId).toBe("a");
  });
});

test("keeps a state with each session, beyond its messages and receivers", async () => {
  const bus = await startBus(sessions);
  const receiver = await accept(bus, "a");
  expect(await receiver.getSessionState()).toBeNull();

  await receiver.setSessionState({ step: 3 });
  await receiver.close();
  const next = await accept(bus, "a");
  expect(await next.getSessionState()).toEqual({ step: 3 });

  await next.setSessionState(null);
  expect(await next.getSessionState()).toBeNull();
  expect(await (await accept(bus, "b")).getSessionState()).toBeNull();
});

test("defers, peeks and settles within the session only", async () => {
  const bus = await startBus(sessions);
  await send(bus, [
    { body: 1, sessionId: "a" },
    { body: 2, sessionId: "b" },
  ]);
  const [a, b] = [await accept(bus, "a"), await accept(bus, "b")];
  const [message] = await receive(a);
  if (message?.sequenceNumber === undefined) throw new Error("one expected");
  await a.deferMessage(message);

  expect(bodies(await a.peekMessages(10))).toEqual([1]);
  expect(bodies(await b.peekMessages(10))).toEqual([2]);
  const outside = receiverOf(connect(bus.broker), "orders");
  expect(bodies(await outside.peekMessages(10))).toEqual([1, 2]);
  await expect(b.receiveDeferredMessages(message.sequenceNumber)).rejects.toThrow("no message");
  const [deferred] = await a.receiveDeferredMessages(message.sequenceNumber);
  if (deferred === undefined) throw new Error("one expected");
  expect(deferred).toMatchObject({ body: 1, state: "deferred", deliveryCount: 1 });
  await a.completeMessage(deferred);
  expect(bus.broker.counts().orders).toMatchObject({ active: 1, deferred: 0 });
});

test("moves a message to the dead-letter queue, which has no sessions, after its last try", async () => {
  const bus = await startBus(sessions);
  await send(bus, { body: 1, sessionId: "a" });
  const receiver = await accept(bus, "a");
  for (let tries = 0; tries < 3; tries += 1) {
    const [message] = await receive(receiver);
    if (message === undefined) throw new Error("one expected");
    await receiver.abandonMessage(message);
  }

  expect(await receive(receiver)).toEqual([]);
  const [dead] = await receive(receiverOf(bus.client, "orders", "deadLetter"));
  expect(dead).toMatchObject({ body: 1, sessionId: "a", deadLetterReason: "MaxDeliveryCountExceeded" });
});

describe("refuses", () => {
  test("receivers without a session where sessions are required, and the other way round", async () => {
    const { client } = await startBus({ Queues: [...sessions.Queues, queue("plain")] });

    await expect(receive(receiverOf(client, "orders"))).rejects.toThrow("requires sessions");
    await expect(client.acceptNextSession("plain")).rejects.toThrow("does not require sessions");
    await expect(client.acceptSession("plain", "a")).rejects.toMatchObject({ name: "ServiceBusError" });
  });

  test("messages without a session id", async () => {
    const bus = await startBus(sessions);

    await expect(send(bus, { body: 1 })).rejects.toThrow("SessionId was not set");
    await expect(send(bus, [{ body: 1, sessionId: "a" }, { body: 2 }])).rejects.toThrow();
    expect(bus.broker.counts().orders).toMatchObject({ active: 0 });
  });
});

test("dead-letters what a topic copies to a subscription with sessions, when it has no session id", async () => {
  const subscription = { Name: "one", Properties: { RequiresSession: true } };
  const { client } = await startBus({ Topics: [{ Name: "steps", Subscriptions: [subscription] }] });
  await client.createSender("steps").sendMessages([{ body: 1 }, { body: 2, sessionId: "a" }]);

  const [dead] = await receive(receiverOf(client, "steps/Subscriptions/one", "deadLetter"));
  const receiver = await client.acceptNextSession("steps", "one", manual);

  expect(dead).toMatchObject({ body: 1, deadLetterReason: "Session ID is null." });
  expect(bodies(await receive(receiver))).toEqual([2]);
});

test("receives and deletes, and hands scheduled messages to their session when their time comes", async () => {
  const bus = await startBus(sessions);
  const receiver = await bus.client.acceptSession("orders", "a", { receiveMode: "receiveAndDelete" });
  const sender = bus.client.createSender("orders");
  await sender.scheduleMessages({ body: 1, sessionId: "a" }, new Date(bus.clock.now() + MINUTE / 2));
  expect(await receive(receiver)).toEqual([]);

  await bus.clock.advance(MINUTE / 2);

  expect(bodies(await receive(receiver))).toEqual([1]);
  expect(bus.broker.counts().orders).toMatchObject({ active: 0, scheduled: 0 });
});

test("keeps sessions, their messages and states across a restart; locks end with the connection", async () => {
  const bus = await startBus(sessions);
  await send(bus, [
    { body: 1, sessionId: "a" },
    { body: 2, sessionId: "a" },
  ]);
  const receiver = await accept(bus, "a");
  await receiver.setSessionState("half way");
  await receive(receiver, 1);

  await bus.broker.restart("kept");
  const client = connect(bus.broker);
  const after = await client.acceptNextSession("orders", manual);

  expect(after.sessionId).toBe("a");
  expect(await after.getSessionState()).toBe("half way");
  expect((await receive(after)).map(({ body, deliveryCount }) => [body, deliveryCount])).toEqual([
    [1, 1],
    [2, 0],
  ]);
});

test("serves many sessions with a few receivers, each session in order, by whoever comes", async () => {
  const bus = await startBus(sessions);
  const ids = Array.from({ length: 12 }, (_, index) => `s-${index}`);
  for (let round = 0; round < 5; round += 1) {
    await send(
      bus,
      ids.map((sessionId) => ({ body: round, sessionId })),
    );
  }
  const seen = new Map<string, unknown[]>(ids.map((id) => [id, []]));

  const work = async () => {
    for (let left = ids.length / 3; left > 0; left -= 1) {
      const receiver = await bus.client.acceptNextSession("orders", manual);
      for (const message of await receiver.receiveMessages(5, { maxWaitTimeInMs: 200 })) {
        seen.get(receiver.sessionId)?.push(message.body);
        await receiver.completeMessage(message);
      }
      await receiver.close();
    }
  };
  await Promise.all([work(), work(), work()]);

  expect([...seen.values()]).toEqual(ids.map(() => [0, 1, 2, 3, 4]));
  expect(bus.broker.counts().orders).toMatchObject({ active: 0 });
});

test("a receiver that went away while it waited for a session takes none from the others", async () => {
  const bus = await startBus(sessions);
  const controller = new AbortController();
  const aborted = connect(bus.broker).acceptNextSession("orders", { ...manual, abortSignal: controller.signal });
  const broken = connect(bus.broker, 0).acceptNextSession("orders", manual);
  const [first, second] = [expect(aborted).rejects.toThrow(), expect(broken).rejects.toThrow()];
  await new Promise((resolve) => setTimeout(resolve, 100));
  controller.abort();
  bus.broker.breakConnections();
  await Promise.all([first, second]);

  await send(bus, { body: 1, sessionId: "a" });

  const receiver = await bus.client.acceptNextSession("orders", manual);
  expect(bodies(await receive(receiver))).toEqual([1]);
});

test("a fault that ends locks ends the session's, and the other faults strike sessions too", async () => {
  const bus = await startBus(sessions);
  bus.broker.faults.add({ at: "settle", fault: { kind: "expire-lock" }, times: 1 });
  bus.broker.faults.add({ at: "deliver", fault: { kind: "deliver-twice" }, times: 1 });
  bus.broker.faults.add({ at: "deliver", fault: { kind: "shuffle", seed: 3 } });
  await send(
    bus,
    [1, 2, 3].map((body) => ({ body, sessionId: "a" })),
  );
  const receiver = await accept(bus, "a");
  const [message] = await receive(receiver, 1);
  if (message === undefined) throw new Error("one expected");

  await expect(receiver.completeMessage(message)).rejects.toMatchObject({ name: "ServiceBusError" });
  await until(() => receiver.isClosed);

  expect(bodies(await receive(await accept(bus, "a")))).toEqual([1, 2, 3, 1]);
});
