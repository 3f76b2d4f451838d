import { once } from "node:events";
import rhea, { type Message } from "rhea";
import { expect, test } from "vitest";
import { z } from "zod";
import type { Broker } from "../../dev/broker/broker.ts";
import { queue, receive, receiverOf, startBus } from "./with-broker.ts";

const Answer = z.object({
  message: z.object({
    application_properties: z.object({ statusCode: z.number() }),
    body: z.unknown().optional(),
  }),
});

/** Asks `$management` as clients do, for operations that the installed client does not offer. */
async function ask({ port }: Broker, entity: string, operation: string, body: Record<string, unknown>, link?: string) {
  const connection = rhea.create_container().connect({ host: "127.0.0.1", port, reconnect: false });
  const address = `${entity}/$management`;
  const receiver = connection.open_receiver({ source: address, target: "answers" });
  const sender = connection.open_sender(address);
  await Promise.all([once(receiver, "receiver_open"), once(sender, "sendable")]);
  const answered = once(receiver, "message");
  const request: Message = {
    body,
    reply_to: "answers",
    message_id: "1",
    application_properties: { operation: `com.microsoft:${operation}`, "associated-link-name": link },
  };
  sender.send(request);
  const [context]: unknown[] = await answered;
  connection.close();
  await once(connection, "connection_close");
  const answer = Answer.parse(context).message;
  return { status: answer.application_properties.statusCode, body: answer.body };
}

test("batch-delete-messages deletes what is ready and old enough, oldest first, and says how many", async () => {
  const { broker, client, clock } = await startBus({ Queues: [queue("intake")] });
  const sender = client.createSender("intake");
  await sender.sendMessages([1, 2, 3, 4].map((body) => ({ body })));
  await receive(receiverOf(client, "intake"), 1);
  const before = new Date(clock.now());
  await clock.advance(1000);
  await sender.sendMessages({ body: 5 });

  const first = await ask(broker, "intake", "batch-delete-messages", {
    "message-count": 2,
    "enqueued-time-utc": before,
  });
  const rest = await ask(broker, "intake", "batch-delete-messages", {
    "message-count": 10,
    "enqueued-time-utc": before,
  });
  const none = await ask(broker, "intake", "batch-delete-messages", {
    "message-count": 10,
    "enqueued-time-utc": before,
  });

  expect(first).toEqual({ status: 200, body: { "message-count": 2 } });
  expect(rest).toEqual({ status: 200, body: { "message-count": 1 } });
  expect(none.status).toBe(204);
  expect(broker.dump().map(({ body, state }) => [body, state])).toEqual([
    ["1", "locked"],
    ["5", "ready"],
  ]);
  expect(await ask(broker, "intake", "batch-delete-messages", { "message-count": 0 })).toMatchObject({ status: 400 });
});

test("get-message-sessions lists sessions with messages, or those whose state changed since a time", async () => {
  const { broker, client, clock } = await startBus({ Queues: [queue("orders", { RequiresSession: true })] });
  // The end of .NET's calendar asks for sessions with messages.
  const active = new Date(253_402_300_800_000);
  const list = (since: Date, skip = 0, top = 10) =>
    ask(broker, "orders", "get-message-sessions", { "last-updated-time": since, skip, top });
  expect((await list(active)).status).toBe(204);
  const sender = client.createSender("orders");
  await sender.sendMessages(["a", "b", "c"].map((sessionId) => ({ body: 1, sessionId })));
  const before = new Date(clock.now() - 1);
  const receiver = await client.acceptSession("orders", "b");
  await receiver.setSessionState("half way");

  expect(await list(active, 0, 2)).toMatchObject({ status: 200, body: { "sessions-ids": ["a", "b"] } });
  expect(await list(active, 2, 2)).toMatchObject({ body: { "sessions-ids": ["c"] } });
  expect(await list(before)).toMatchObject({ status: 200, body: { "sessions-ids": ["b"] } });
  expect((await list(new Date(clock.now() + 1000))).status).toBe(204);
});

test("batch-delete-messages keeps to one session where one is named", async () => {
  const { broker, client } = await startBus({ Queues: [queue("orders", { RequiresSession: true })] });
  await client.createSender("orders").sendMessages(["a", "b", "a"].map((sessionId) => ({ body: 1, sessionId })));

  const answer = await ask(broker, "orders", "batch-delete-messages", { "message-count": 9, "session-id": "a" });

  expect(answer).toEqual({ status: 200, body: { "message-count": 2 } });
  expect(broker.dump()).toMatchObject([{ sessionId: "b" }]);
});

test("refuses operations that do not fit the entity, or that it does not know", async () => {
  const { broker } = await startBus({ Queues: [queue("plain")], Topics: [{ Name: "steps" }] });

  for (const operation of ["renew-session-lock", "get-session-state", "set-session-state", "get-message-sessions"]) {
    expect(await ask(broker, "plain", operation, { "session-id": "a" })).toMatchObject({ status: 400 });
  }
  for (const operation of ["add-rule", "remove-rule", "enumerate-rules", "invent-something"]) {
    expect(await ask(broker, "plain", operation, {})).toMatchObject({ status: 400 });
  }
  expect(await ask(broker, "steps", "batch-delete-messages", { "message-count": 1 })).toMatchObject({ status: 400 });
});

test("operations on a session are for the link that holds it, and for nobody when its lock is over", async () => {
  const { broker, client, clock } = await startBus({ Queues: [queue("orders", { RequiresSession: true })] });
  await client.acceptSession("orders", "a", { maxAutoLockRenewalDurationInMs: 0 });
  const body = { "session-id": "a", "session-state": Buffer.from("mine") };

  for (const operation of ["renew-session-lock", "set-session-state", "get-session-state"]) {
    expect(await ask(broker, "orders", operation, body, "another-link")).toMatchObject({ status: 410 });
    expect(await ask(broker, "orders", operation, body)).toMatchObject({ status: 200 });
  }
  await clock.advance(60_000);
  expect(await ask(broker, "orders", "get-session-state", body)).toMatchObject({ status: 410 });
});
