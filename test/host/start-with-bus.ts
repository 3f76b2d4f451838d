import { ServiceBusClient, type ServiceBusMessage, type ServiceBusReceivedMessage } from "@azure/service-bus";
import { onTestFinished, vi } from "vitest";
import { type Broker, startBroker } from "../../dev/broker/broker.ts";
import { virtualClock } from "../../dev/clock.ts";
import type { HostOptions } from "../../dev/host/host.ts";
import { type Fixture, startFixture } from "./start-fixture.ts";

const queues = [
  { Name: "intake", Properties: { MaxDeliveryCount: 3 } },
  { Name: "out", Properties: {} },
];

function configOf(more: readonly { Name: string; Properties: object }[]) {
  const Topics = [{ Name: "steps", Subscriptions: [{ Name: "block-sign-in" }] }];
  const Namespaces = [{ Name: "sbemulatorns", Queues: [...queues, ...more], Topics }];
  return { UserConfig: { Namespaces, Logging: { Type: "File" } } };
}

/** A running fixture, or an app of one's own, against a broker. */
export interface WithBus extends Fixture {
  readonly broker: Broker;
  send(entity: string, message: ServiceBusMessage | ServiceBusMessage[]): Promise<void>;
  /** Takes so many messages off a queue. */
  take(queue: string, count: number): Promise<ServiceBusReceivedMessage[]>;
}

/** Starts a broker and a host that finds it as connection `BUS`; all of it ends with the test. `more`: queues. */
export async function startWithBus(
  settings: Record<string, string> = {},
  options: Partial<HostOptions> = {},
  more: readonly { Name: string; Properties: object }[] = [],
): Promise<WithBus> {
  const broker = await startBroker({ clock: virtualClock(), config: configOf(more) });
  onTestFinished(() => broker.close());
  const client = new ServiceBusClient(broker.connectionString);
  onTestFinished(() => client.close());
  const fixture = await startFixture({ BUS: broker.connectionString, ...settings }, options);
  const send = async (entity: string, message: ServiceBusMessage | ServiceBusMessage[]) => {
    const sender = client.createSender(entity);
    await sender.sendMessages(message);
    await sender.close();
  };
  const take = async (queue: string, count: number) => {
    const receiver = client.createReceiver(queue, { receiveMode: "receiveAndDelete" });
    const taken: ServiceBusReceivedMessage[] = [];
    while (taken.length < count) {
      const more = await receiver.receiveMessages(count - taken.length, { maxWaitTimeInMs: 5000 });
      if (more.length === 0) break;
      taken.push(...more);
    }
    await receiver.close();
    return taken;
  };
  return { ...fixture, broker, send, take };
}

/** Resolves when every message has been settled and nothing runs. */
export async function settled({ host, broker }: WithBus): Promise<void> {
  await vi.waitUntil(() => Object.values(broker.counts()).every(({ active }) => active === 0), { timeout: 20_000 });
  await host.idle();
}
