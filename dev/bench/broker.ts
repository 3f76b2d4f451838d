import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { ServiceBusClient, type ServiceBusMessage, type ServiceBusSender } from "@azure/service-bus";
import { z } from "zod";

export interface BrokerFigures {
  readonly messages: number;
  readonly bodyBytes: number;
  readonly sentPerSecond: number;
  readonly completedPerSecond: number;
  /** Each message sent and answered by itself, as many at once as the client has credit for. */
  readonly sentOneByOnePerSecond: number;
  /** Sessions of ten messages, each accepted, received, completed and closed. */
  readonly sessionsPerSecond: number;
}

const MESSAGES = 20_000;
const BODY = { text: "x".repeat(200) };
const BODY_BYTES = JSON.stringify(BODY).length;
const AT_ONCE = 200;
const SESSIONS = 200;

/**
 * What the broker can take from one real client: the broker in a thread of its own, so that both have a core. The
 * client's own work is in the figures, and is the larger part.
 */
export async function measureBroker(progress: (text: string) => void): Promise<BrokerFigures> {
  const worker = new Worker(fileURLToPath(new URL("./broker-thread.ts", import.meta.url)));
  const [started]: unknown[] = await once(worker, "message");
  const client = new ServiceBusClient(z.string().parse(started));
  try {
    progress("broker: sending in batches");
    const sentPerSecond = await perSecond(MESSAGES, () => sendBatches(client.createSender("bench"), MESSAGES));
    progress("broker: receiving and completing");
    const completedPerSecond = await perSecond(MESSAGES, () => completeAll(client, MESSAGES));
    progress("broker: sending one by one");
    const sentOneByOnePerSecond = await perSecond(MESSAGES / 2, () => sendSingly(client, MESSAGES / 2));
    progress("broker: sessions");
    await sendSessions(client.createSender("sessions"));
    const sessionsPerSecond = await perSecond(SESSIONS, () => drainSessions(client));
    return {
      messages: MESSAGES,
      bodyBytes: BODY_BYTES,
      sentPerSecond,
      completedPerSecond,
      sentOneByOnePerSecond,
      sessionsPerSecond,
    };
  } finally {
    await client.close();
    worker.postMessage("stop");
    await once(worker, "exit");
  }
}

async function perSecond(count: number, work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (count * 1_000) / (performance.now() - startedAt);
}

async function sendBatches(sender: ServiceBusSender, count: number): Promise<void> {
  let batch = await sender.createMessageBatch();
  for (let index = 0; index < count; index += 1) {
    const message = { body: BODY, messageId: `m-${index}` };
    if (batch.tryAddMessage(message)) continue;
    await sender.sendMessages(batch);
    batch = await sender.createMessageBatch();
    batch.tryAddMessage(message);
  }
  await sender.sendMessages(batch);
}

function completeAll(client: ServiceBusClient, count: number): Promise<void> {
  const receiver = client.createReceiver("bench", { maxAutoLockRenewalDurationInMs: 0 });
  let left = count;
  return new Promise((resolve, reject) => {
    receiver.subscribe(
      {
        processMessage: async (message) => {
          await receiver.completeMessage(message);
          left -= 1;
          if (left === 0) receiver.close().then(resolve, reject);
        },
        processError: async ({ error }) => reject(error),
      },
      { autoCompleteMessages: false, maxConcurrentCalls: AT_ONCE },
    );
  });
}

async function sendSingly(client: ServiceBusClient, count: number): Promise<void> {
  const sender = client.createSender("bench");
  const work = async () => {
    for (let left = count / AT_ONCE; left > 0; left -= 1) await sender.sendMessages({ body: BODY });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function sendSessions(sender: ServiceBusSender): Promise<void> {
  for (let index = 0; index < SESSIONS; index += 1) {
    const messages = Array.from({ length: 10 }, (): ServiceBusMessage => ({ body: BODY, sessionId: `s-${index}` }));
    await sender.sendMessages(messages);
  }
}

async function drainSessions(client: ServiceBusClient): Promise<void> {
  const work = async () => {
    for (let left = SESSIONS / 10; left > 0; left -= 1) {
      const receiver = await client.acceptNextSession("sessions", { maxAutoLockRenewalDurationInMs: 0 });
      const messages = await receiver.receiveMessages(10, { maxWaitTimeInMs: 5_000 });
      await Promise.all(messages.map((message) => receiver.completeMessage(message)));
      await receiver.close();
    }
  };
  await Promise.all(Array.from({ length: 10 }, work));
}
