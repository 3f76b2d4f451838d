import type { ServiceBusReceiver } from "@azure/service-bus";
import { expect, test } from "vitest";
import type { Bus } from "./with-broker.ts";
import { queue, receiverOf, startBus, until } from "./with-broker.ts";

const names = Array.from({ length: 14 }, (_, index) => `step-${index}`);
const topics = [
  {
    Name: "steps",
    Subscriptions: names.map((name) => ({
      Name: name,
      Rules: [{ Name: "own", Properties: { FilterType: "Correlation", CorrelationFilter: { Label: name } } }],
    })),
  },
];

/** Subscribes to every subscription over one client, as the functions host does. */
function subscribeAll({ client }: Bus, seen: string[], errors: Error[]): ServiceBusReceiver[] {
  return names.map((name) => {
    const receiver = receiverOf(client, `steps/Subscriptions/${name}`);
    receiver.subscribe(
      {
        processMessage: async (message) => {
          seen.push(`${name} ${message.subject} ${message.body}`);
        },
        processError: async ({ error }) => {
          errors.push(error);
        },
      },
      { maxConcurrentCalls: 4 },
    );
    return receiver;
  });
}

function expected(...rounds: number[]): string[] {
  return rounds.flatMap((round) => names.map((name) => `${name} ${name} ${round}`)).sort();
}

test("serves many subscriptions over one client, closed and opened again, and loses nothing in between", async () => {
  const bus = await startBus({ Topics: topics });
  const sender = bus.client.createSender("steps");
  const seen: string[] = [];
  const errors: Error[] = [];
  const sendRound = (round: number) => sender.sendMessages(names.map((subject) => ({ subject, body: round })));

  let receivers = subscribeAll(bus, seen, errors);
  await sendRound(1);
  await until(() => seen.length === 14);
  for (let round = 2; round <= 4; round += 1) {
    await Promise.all(receivers.map((receiver) => receiver.close()));
    await sendRound(round);
    receivers = subscribeAll(bus, seen, errors);
    await until(() => seen.length === round * 14);
  }
  await until(() => Object.values(bus.broker.counts()).every(({ active }) => active === 0));

  expect(seen.sort()).toEqual(expected(1, 2, 3, 4));
  expect(errors).toEqual([]);
});

test("goes on after the connection broke under the subscriptions", async () => {
  const bus = await startBus({ Topics: topics });
  const sender = bus.client.createSender("steps");
  const seen: string[] = [];
  const errors: Error[] = [];
  subscribeAll(bus, seen, errors);
  await sender.sendMessages(names.map((subject) => ({ subject, body: 1 })));
  await until(() => seen.length === 14);

  bus.broker.faults.add({ at: "send", fault: { kind: "drop-connection", when: "before" }, times: 1 });
  await sender.sendMessages(names.map((subject) => ({ subject, body: 2 })));
  await until(() => seen.length === 28, 10_000);

  expect(seen.sort()).toEqual(expected(1, 2));
});

test("delivers a message again whose handler threw, and keeps the locks of slow handlers renewed", async () => {
  const { broker, client } = await startBus({ Queues: [queue("intake", { LockDuration: "PT1S" })] });
  await client.createSender("intake").sendMessages({ body: 1 });
  const counts: unknown[] = [];

  client.createReceiver("intake").subscribe({
    processMessage: async ({ deliveryCount }) => {
      counts.push(deliveryCount);
      if (deliveryCount === 0) throw new Error("first try fails");
      await new Promise((resolve) => setTimeout(resolve, 1500));
    },
    processError: async () => undefined,
  });
  await until(() => broker.counts().intake?.active === 0, 10_000);

  expect(counts).toEqual([0, 1]);
  expect(broker.operations()["renew-lock intake"]).toBeGreaterThan(0);
});
