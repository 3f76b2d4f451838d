import { ServiceBusClient, type ServiceBusReceivedMessage, type ServiceBusReceiver } from "@azure/service-bus";
import { afterEach } from "vitest";
import { type Broker, type BrokerOptions, startBroker } from "../../dev/broker/broker.ts";
import { type VirtualClock, virtualClock } from "../../dev/clock.ts";

/** A broker and the unmodified client, both ended after the test. */
export interface Bus {
  readonly clock: VirtualClock;
  readonly broker: Broker;
  readonly client: ServiceBusClient;
}

const open: Array<() => Promise<void>> = [];

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A client of this broker that fails soon instead of trying for minutes. */
export function connect(broker: Broker, maxRetries = 1): ServiceBusClient {
  const client = new ServiceBusClient(broker.connectionString, {
    retryOptions: { maxRetries, retryDelayInMs: 10, timeoutInMs: 1500 },
  });
  open.push(() => client.close());
  return client;
}

/** Starts a broker with one namespace. */
export async function startBus(
  namespace: Record<string, unknown>,
  options: Partial<Omit<BrokerOptions, "config" | "clock">> = {},
): Promise<Bus> {
  const clock = virtualClock();
  const broker = await startBroker({
    clock,
    config: { UserConfig: { Namespaces: [{ Name: "leaver", ...namespace }] } },
    ...options,
  });
  open.push(() => broker.close());
  return { clock, broker, client: connect(broker) };
}

/** A queue in the shape of `Config.json`. */
export function queue(name: string, properties: Record<string, unknown> = {}) {
  return { Name: name, Properties: properties };
}

/** Everything that can be received now, at most `max`. */
export async function receive(receiver: ServiceBusReceiver, max = 10): Promise<ServiceBusReceivedMessage[]> {
  return receiver.receiveMessages(max, { maxWaitTimeInMs: 80 });
}

/**
 * The one message that can be received.
 *
 * @throws {Error} when there is none, or more than one
 */
export async function receiveOne(receiver: ServiceBusReceiver): Promise<ServiceBusReceivedMessage> {
  const [message, ...others] = await receive(receiver);
  if (message === undefined || others.length > 0)
    throw new Error(`Expected 1 message, got ${others.length + (message ? 1 : 0)}`);
  return message;
}

/** A receiver that does not renew locks by itself. */
export function receiverOf(client: ServiceBusClient, path: string, subQueue?: "deadLetter"): ServiceBusReceiver {
  const [entity = path, subscription] = path.split("/Subscriptions/");
  const options = { maxAutoLockRenewalDurationInMs: 0, ...(subQueue ? { subQueueType: subQueue } : {}) };
  return subscription === undefined
    ? client.createReceiver(entity, options)
    : client.createReceiver(entity, subscription, options);
}

/** Waits in real time until `isTrue` holds; for what happens beside the test. */
export async function until(isTrue: () => boolean, withinMs = 3000): Promise<void> {
  const start = performance.now();
  while (!isTrue()) {
    if (performance.now() - start > withinMs) throw new Error(`Not so within ${withinMs} ms: ${isTrue.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
