import { expect, onTestFinished, test } from "vitest";
import { type Broker, startBroker } from "../../../dev/broker/broker.ts";
import { virtualClock } from "../../../dev/clock.ts";
import { serviceBusClients } from "../../../functions/settings/azure.ts";
import { ServiceBusBus } from "../../../shared/adapters/service-bus/service-bus-bus.ts";
import { TryLaterError } from "../../../shared/domain/errors.ts";
import { CaseId, Instant } from "../../../shared/domain/ids.ts";
import type { OutgoingMessage } from "../../../shared/domain/ports/bus.ts";

const deduplicating = { RequiresDuplicateDetection: true, DuplicateDetectionHistoryTimeWindow: "PT2M" };
const caseId = CaseId.parse(`case-${"0".repeat(20)}`);

async function start(): Promise<{ readonly broker: Broker; readonly bus: ServiceBusBus }> {
  const Queues = ["intake", "wake"].map((Name) => ({ Name, Properties: deduplicating }));
  const Topics = [{ Name: "events", Properties: deduplicating, Subscriptions: [{ Name: "watch" }] }];
  const config = { UserConfig: { Namespaces: [{ Name: "sbemulatorns", Queues, Topics }] } };
  const broker = await startBroker({ clock: virtualClock(), config });
  onTestFinished(() => broker.close());
  const bus = new ServiceBusBus(serviceBusClients({ SERVICE_BUS: broker.connectionString }));
  onTestFinished(() => bus.close());
  return { broker, bus };
}

function wake(messageId: string, dueKey = messageId): OutgoingMessage {
  return { messageId, body: { kind: "wake", caseId, dueKey }, notBefore: undefined };
}

function waiting(broker: Broker, entity: string): number {
  return broker.dump().filter((message) => message.entity.toLowerCase() === entity.toLowerCase()).length;
}

test.each(["before", "after"] as const)(
  "a connection that breaks under a send (%s its effect) costs a second, and the message is there once",
  async (when) => {
    const { broker, bus } = await start();
    await bus.send([wake("m-0")]);
    broker.faults.add({ at: "send", entity: "wake", fault: { kind: "drop-connection", when }, times: 1 });

    const startedAt = performance.now();
    await bus.send([wake("m-1")]);

    expect(performance.now() - startedAt).toBeLessThan(3_000);
    expect(waiting(broker, "wake")).toBe(2);
  },
);

test("a connection that breaks while others send over it or are about to delays none of them for long", async () => {
  const { broker, bus } = await start();
  broker.faults.add({ at: "send", entity: "wake", fault: { kind: "drop-connection", when: "after" }, times: 2 });

  const startedAt = performance.now();
  const event: OutgoingMessage = {
    messageId: "e-1",
    body: { kind: "event", type: "case.opened", caseId, at: Instant.parse("2026-01-02T03:04:05.678Z") },
    notBefore: undefined,
  };
  await Promise.all([...Array.from({ length: 10 }, (_, index) => bus.send([wake(`m-${index}`)])), bus.send([event])]);

  expect(performance.now() - startedAt).toBeLessThan(8_000);
  expect(waiting(broker, "wake")).toBe(10);
  expect(waiting(broker, "events/Subscriptions/watch")).toBe(1);
});

test("more messages than one batch holds arrive all, each once", async () => {
  const { broker, bus } = await start();
  const long = "x".repeat(100_000);
  await bus.send(Array.from({ length: 7 }, (_, index) => wake(`m-${index}`, long)));

  expect(waiting(broker, "wake")).toBe(7);
  expect(broker.operations()["sends wake"]).toBeGreaterThan(1);
});

test("a message larger than the broker takes is an error, not a loss", async () => {
  const { bus } = await start();
  const huge = wake("huge", "x".repeat(2_000_000));

  await expect(bus.send([wake("m-1"), huge])).rejects.toThrow(RangeError);
});

test("a broker that is busy is asked four times, and then the caller is told to try later", async () => {
  const { broker, bus } = await start();
  const busy = { kind: "reject", condition: "com.microsoft:server-busy" } as const;
  const stop = broker.faults.add({ at: "send", entity: "wake", fault: busy });

  await expect(bus.send([wake("m-1")])).rejects.toThrow(TryLaterError);

  expect(broker.operations()["sends wake"]).toBe(4);
  stop();
  await bus.send([wake("m-1")]);
  expect(waiting(broker, "wake")).toBe(1);
});

test("what the broker will never take is not tried again", async () => {
  const { broker, bus } = await start();
  const refused = { kind: "reject", condition: "amqp:not-found" } as const;
  broker.faults.add({ at: "send", entity: "wake", fault: refused });

  await expect(bus.send([wake("m-1")])).rejects.toMatchObject({ name: "ServiceBusError", retryable: false });

  expect(broker.operations()["sends wake"]).toBe(1);
});
