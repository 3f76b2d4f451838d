import { describe, expect, test } from "vitest";
import { type Bus, connect, queue, receive, receiveOne, receiverOf, startBus, until } from "./with-broker.ts";

const intake = { Queues: [queue("intake")] };

function startControlled(namespace: Record<string, unknown> = intake): Promise<Bus> {
  return startBus(namespace, { controlPort: 0 });
}

async function show({ broker }: Bus, path: string): Promise<unknown> {
  return (await fetch(`${broker.controlUrl}${path}`)).json();
}

async function order({ broker }: Bus, path: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${broker.controlUrl}${path}`, { method: "POST", body: JSON.stringify(body) });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

test("shows counts, operations, messages and entities", async () => {
  const bus = await startControlled();
  await bus.client.createSender("intake").sendMessages({ body: 1, messageId: "m-1" });

  expect(await show(bus, "/health")).toEqual({ status: "healthy" });
  expect(await show(bus, "/counts")).toMatchObject({ intake: { active: 1, deadLettered: 0 } });
  expect(await show(bus, "/operations")).toMatchObject({ "messages intake": 1 });
  expect(await show(bus, "/messages")).toMatchObject([{ entity: "intake", state: "ready", messageId: "m-1" }]);
  expect(await show(bus, "/entities")).toMatchObject([{ path: "intake", kind: "queue", status: "Active", active: 1 }]);
  expect(await show(bus, "/")).toMatchObject({ order: expect.arrayContaining(["/faults", "/purge"]) });
});

describe("faults", () => {
  test("strike what they are about, as often as they say, until they are removed", async () => {
    const bus = await startControlled();
    const sender = bus.client.createSender("intake");
    const rule = {
      at: "send",
      fault: { kind: "reject", condition: "com.microsoft:argument-error" },
      where: { messageId: "m-1", applicationProperties: { tries: 1 } },
      nth: 2,
    };
    expect(await order(bus, "/faults", rule)).toEqual({ id: 1 });
    const send = (tries: number) =>
      sender.sendMessages({ body: 1, messageId: "m-1", applicationProperties: { tries } });

    await send(1);
    await send(2);
    await expect(send(1)).rejects.toMatchObject({ code: "GeneralError" });
    expect(await show(bus, "/faults")).toEqual([{ id: 1, rule }]);
    await order(bus, "/faults", { remove: 1 });

    await send(1);
    expect(bus.broker.counts().intake?.active).toBe(3);
    expect(await show(bus, "/faults")).toEqual([]);
  });

  test("at the token reach the client as what they are", async () => {
    const bus = await startControlled();
    await order(bus, "/faults", {
      at: "authorize",
      fault: { kind: "reject", condition: "amqp:unauthorized-access", description: "InvalidSignature" },
    });

    await expect(connect(bus.broker, 0).createSender("intake").sendMessages({ body: 1 })).rejects.toMatchObject({
      code: "UnauthorizedAccess",
    });
    await order(bus, "/faults", { clear: true });
    await connect(bus.broker).createSender("intake").sendMessages({ body: 1 });
  });

  test.each([
    [{ at: "attach", fault: { kind: "deliver-twice" } }, "cannot happen"],
    [{ at: "send", fault: { kind: "explode" } }, "400"],
    [{ at: "send" }, "400"],
    [{ remove: 7 }, "no fault rule 7"],
  ])("that make no sense are refused: %j", async (rule, because) => {
    await expect(order(await startControlled(), "/faults", rule)).rejects.toThrow(because);
  });
});

test("purges one entity with its sub-queues, or all", async () => {
  const bus = await startControlled({ Queues: [queue("one"), queue("two")] });
  for (const name of ["one", "two"]) {
    const sender = bus.client.createSender(name);
    await sender.sendMessages([{ body: 1 }, { body: 2 }, { body: 3 }]);
    await sender.scheduleMessages({ body: 4 }, new Date(bus.clock.now() + 60_000));
    const receiver = receiverOf(bus.client, name);
    const [dead, deferred] = await receive(receiver, 2);
    if (dead === undefined || deferred === undefined) throw new Error("two expected");
    await receiver.deadLetterMessage(dead);
    await receiver.deferMessage(deferred);
  }
  const full = { active: 1, scheduled: 1, deferred: 1, deadLettered: 1 };
  const empty = { active: 0, scheduled: 0, deferred: 0, deadLettered: 0 };

  await order(bus, "/purge", { entity: "one" });
  expect(await show(bus, "/counts")).toMatchObject({ one: empty, two: full });
  await order(bus, "/purge", {});
  expect(await show(bus, "/counts")).toMatchObject({ one: empty, two: empty });
  await expect(order(bus, "/purge", { entity: "three" })).rejects.toThrow(/400.*There is no entity/);
});

test("ends locks at once, and moves time", async () => {
  const bus = await startControlled();
  await bus.client.createSender("intake").sendMessages({ body: 1 });
  const receiver = receiverOf(bus.client, "intake");
  const message = await receiveOne(receiver);
  const before = bus.clock.now();

  await order(bus, "/expire-locks", { entity: "intake" });
  await expect(receiver.completeMessage(message)).rejects.toMatchObject({ code: "MessageLockLost" });
  expect(await receiveOne(receiver)).toMatchObject({ deliveryCount: 1 });

  await order(bus, "/clock", { advanceMs: 60_000 });
  expect(await receiveOne(receiver)).toMatchObject({ deliveryCount: 2 });
  expect(bus.clock.now() - before).toBeGreaterThanOrEqual(60_000);
});

test("restarts with its messages, or without, under running clients", async () => {
  const bus = await startControlled();
  const sender = bus.client.createSender("intake");
  await sender.sendMessages({ body: 1 });

  await order(bus, "/restart", { memory: "kept" });
  await sender.sendMessages({ body: 2 });
  expect(bus.broker.counts().intake?.active).toBe(2);
  await order(bus, "/restart", { memory: "lost" });
  await sender.sendMessages({ body: 3 });

  const received = await receive(receiverOf(bus.client, "intake"));
  expect(received.map(({ body, sequenceNumber }) => [body, Number(sequenceNumber)])).toEqual([[3, 3]]);
});

test("breaks connections under subscribers, who come back", async () => {
  const bus = await startControlled();
  const bodies: unknown[] = [];
  receiverOf(bus.client, "intake").subscribe({
    processMessage: async ({ body }) => {
      bodies.push(body);
    },
    processError: async () => undefined,
  });
  const sender = bus.client.createSender("intake");
  await sender.sendMessages({ body: 1 });
  await until(() => bodies.length === 1);

  await order(bus, "/break-connections", {});
  await sender.sendMessages({ body: 2 });

  await until(() => bodies.includes(2), 10_000);
});

test("answers what does not exist with 404, and broken JSON with 400", async () => {
  const { broker } = await startControlled();

  expect((await fetch(`${broker.controlUrl}/nothing`)).status).toBe(404);
  expect((await fetch(`${broker.controlUrl}/constructor`, { method: "POST", body: "{}" })).status).toBe(404);
  expect((await fetch(`${broker.controlUrl}/purge`, { method: "POST", body: "{" })).status).toBe(400);
});
