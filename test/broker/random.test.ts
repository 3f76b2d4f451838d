import type { ServiceBusReceivedMessage, ServiceBusSessionReceiver } from "@azure/service-bus";
import { expect, test } from "vitest";
import { seededRandom } from "../../dev/seeded-random.ts";
import { queue, receive, receiverOf, startBus } from "./with-broker.ts";

const MAX_DELIVERIES = 4;
const LOCK_MS = 60_000;
const settings = { RequiresSession: true, MaxDeliveryCount: MAX_DELIVERIES, LockDuration: "PT1M" };

/** A message as the documentation says that it must be. */
interface Expected {
  readonly id: string;
  readonly session: string;
  deliveries: number;
  end: "none" | "completed" | "dead";
}

/** A delivery was in vain. */
function count(message: Expected): void {
  message.deliveries += 1;
  if (message.deliveries === MAX_DELIVERIES) message.end = "dead";
}

/** Does something with a message that the receiver holds, or nothing: then it still holds it. */
async function settle(
  receiver: ServiceBusSessionReceiver,
  message: ServiceBusReceivedMessage,
  expected: Expected,
  random: number,
): Promise<"settled" | "held"> {
  if (random < 0.2) return "held";
  if (random < 0.4) {
    await receiver.abandonMessage(message);
    count(expected);
  } else if (random < 0.5) {
    await receiver.deadLetterMessage(message);
    expected.end = "dead";
  } else {
    await receiver.completeMessage(message);
    expected.end = "completed";
  }
  return "settled";
}

const seeds = [1, 2, 3, Date.now() % 1_000_000];

test.each(seeds)("sessions keep order, counts and every message under random settlements, seed %i", async (seed) => {
  const random = seededRandom(seed);
  const { broker, client, clock } = await startBus({ Queues: [queue("orders", settings)] });
  const sender = client.createSender("orders");
  const all: Expected[] = [];
  for (let index = 0; index < 24; index += 1) {
    const session = ["a", "b", "c"][Math.floor(random() * 3)] ?? "a";
    const message: Expected = { id: `m-${index}`, session, deliveries: 0, end: "none" };
    all.push(message);
    await sender.sendMessages({ body: index, messageId: message.id, sessionId: session });
  }

  while (all.some(({ end }) => end === "none")) {
    const receiver = await client.acceptNextSession("orders", { maxAutoLockRenewalDurationInMs: 0 });
    const waiting = all.filter(({ session, end }) => session === receiver.sessionId && end === "none");
    const received = await receive(receiver, 1 + Math.floor(random() * 4));
    expect(received.map(({ messageId, deliveryCount }) => [messageId, deliveryCount])).toEqual(
      waiting.slice(0, received.length).map(({ id, deliveries }) => [id, deliveries]),
    );
    const held: Expected[] = [];
    for (const message of received) {
      const expected = waiting.find(({ id }) => id === message.messageId);
      if (expected === undefined) throw new Error(`${message.messageId} must not come`);
      if ((await settle(receiver, message, expected, random())) === "held") held.push(expected);
    }
    if (random() < 0.3) {
      await clock.advance(LOCK_MS);
      held.forEach(count);
    } else {
      await receiver.close();
    }
  }

  const dead = await receive(receiverOf(client, "orders", "deadLetter"), 50);
  const expectedDead = all.filter(({ end }) => end === "dead").map(({ id }) => id);
  expect(dead.map(({ messageId }) => messageId).sort()).toEqual(expectedDead.sort());
  expect(broker.counts().orders).toMatchObject({ active: 0, deadLettered: expectedDead.length });
});
