import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { makeApp } from "./make-app.ts";
import { settled, startWithBus } from "./start-with-bus.ts";

test("hands a message over with the metadata of the real host, oddities included, and completes it", async () => {
  const bus = await startWithBus();
  await bus.send("intake", {
    messageId: "9007199254740993",
    correlationId: "case-1",
    subject: "notice",
    contentType: "application/json",
    body: { id: "a", correlationID: "from the body", urgent: true },
    applicationProperties: { TenantId: "t", "Diagnostic-Id": "d" },
  });
  await settled(bus);

  const [received, ended] = await bus.record();
  expect(ended).toEqual({ name: "fromQueue", ended: "a" });
  const properties = { tenantId: "t", "diagnostic-Id": "d" };
  expect(received?.message).toEqual({ id: "a", correlationID: "from the body", urgent: true });
  expect(received?.metadata).toEqual({
    // A number beyond 2^53 loses its end.
    messageId: 9007199254740992,
    correlationId: "from the body",
    subject: "notice",
    label: "notice",
    contentType: "application/json",
    lockToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
    deliveryCount: 1,
    sequenceNumber: 1,
    enqueuedTimeUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/),
    enqueuedTime: expect.stringMatching(/\+00:00$/),
    expiresAtUtc: expect.stringMatching(/^\d{4}-/),
    expiresAt: expect.stringMatching(/\+00:00$/),
    applicationProperties: properties,
    userProperties: properties,
    id: "a",
    urgent: "True",
  });
  expect(bus.host.stats().fromQueue).toEqual({ started: 1, succeeded: 1, failed: 0 });
});

test("receives from a topic's subscription, and finds entity and connection through the settings", async () => {
  const bus = await startWithBus({ FIXTURE_TOPIC: "steps", AzureWebJobsBUS: "" });
  await bus.send("steps", { messageId: "m", body: { id: "b" } });
  await settled(bus);
  expect(await bus.record()).toMatchObject([{ name: "fromTopic", message: { id: "b" } }, { ended: "b" }]);
});

test("gives a message back when the handler throws: it comes again at once with a higher count", async () => {
  const bus = await startWithBus();
  await bus.send("intake", { messageId: "m", body: { id: "c", fail: true } });
  await settled(bus);
  expect(await bus.record()).toMatchObject([
    { metadata: { deliveryCount: 1 } },
    { metadata: { deliveryCount: 2 } },
    { ended: "c" },
  ]);
  expect(bus.host.stats().fromQueue).toEqual({ started: 2, succeeded: 1, failed: 1 });
});

test("gives back what a killed worker had in work, and the next worker finishes it", async () => {
  const bus = await startWithBus();
  const until = join(bus.folder, "until");
  await bus.send("intake", { messageId: "m", body: { id: "d", holdUntil: until } });
  await vi.waitUntil(async () => (await bus.record()).length === 1, { timeout: 10_000 });

  await bus.host.crashWorker();
  writeFileSync(until, "");
  await settled(bus);

  expect(await bus.record()).toMatchObject([
    { metadata: { deliveryCount: 1 } },
    { metadata: { deliveryCount: 2 } },
    { ended: "d" },
  ]);
});

test("keeps a message locked as long as its function runs, in virtual time, also one without an id", async () => {
  const bus = await startWithBus();
  const until = join(bus.folder, "until");
  await bus.send("intake", { body: { id: "l", holdUntil: until } });
  await vi.waitUntil(async () => (await bus.record()).length === 1, { timeout: 10_000 });

  for (let renewals = 1; renewals <= 3; renewals++) {
    await bus.clock.advance(55_000);
    // When the clock moves before the answer is read, the next renewal comes half way through what is left.
    await vi.waitUntil(() => bus.broker.operations()["renew-lock intake"] === renewals, { timeout: 10_000 });
  }
  writeFileSync(until, "");
  await settled(bus);

  expect(await bus.record()).toMatchObject([{ metadata: { deliveryCount: 1 } }, { ended: "l" }]);
  expect(bus.broker.operations()).toMatchObject({ "complete intake": 1 });
});

test("takes no message while there is no worker", async () => {
  const bus = await startWithBus();
  await bus.host.crashWorker({ restart: false });
  await bus.send("intake", { messageId: "m", body: { id: "e" } });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await bus.record()).toEqual([]);

  await bus.host.startWorker();
  await settled(bus);
  expect(await bus.record()).toMatchObject([{ metadata: { deliveryCount: 1 } }, { ended: "e" }]);
});

test("works on as many messages at a time as host.json says, also after a crash", async () => {
  const bus = await startWithBus();
  const until = join(bus.folder, "until");
  for (let each = 0; each < 10; each++) {
    await bus.send("steps", { messageId: `m${each}`, body: { id: each, holdUntil: until } });
  }
  const begun = async () => (await bus.record()).filter((entry) => "message" in entry).length;
  await vi.waitUntil(async () => (await begun()) === 4, { timeout: 10_000 });

  await bus.host.crashWorker();
  await vi.waitUntil(async () => (await begun()) === 8, { timeout: 10_000 });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await begun()).toBe(8);

  writeFileSync(until, "");
  await settled(bus);
  const ended = (await bus.record()).filter((entry) => "ended" in entry).map((entry) => entry.ended);
  expect(ended.map(Number).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("lets a message in work end at a stop, and leaves the others in their queue", async () => {
  const bus = await startWithBus();
  const until = join(bus.folder, "until");
  for (const id of ["f", "g", "h", "i", "j", "k"]) {
    await bus.send("intake", { messageId: id, body: { id, holdUntil: until } });
  }
  await vi.waitUntil(async () => (await bus.record()).length === 4, { timeout: 10_000 });

  const stopped = bus.host.stop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  writeFileSync(until, "");
  await stopped;

  expect(existsSync(until)).toBe(true);
  expect(bus.host.stats().fromQueue).toEqual({ started: 4, succeeded: 4, failed: 0 });
  expect(bus.broker.dump()).toMatchObject([
    { entity: "intake", state: "ready" },
    { entity: "intake", state: "ready" },
  ]);
});

test("says where a function cannot receive", async () => {
  const bus = await startWithBus({ FIXTURE_TOPIC: "misspelt" });
  await vi.waitUntil(
    () => bus.logs.some(({ functionName, message }) => functionName === "fromTopic" && message.includes("misspelt")),
    { timeout: 10_000 },
  );
});

test("holds prefetched messages beside those in work, and gives them back at a stop", async () => {
  const text = `
    const held = [];
    app.serviceBusQueue("one", { connection: "BUS", queueName: "intake",
      handler: () => new Promise((resolve) => held.push(resolve)) });
    app.http("release", { handler: () => { held.shift()?.(); return {}; } });`;
  const serviceBus = { maxConcurrentCalls: 1, prefetchCount: 2 };
  const bus = await startWithBus({}, { appDir: await makeApp(text, undefined, { extensions: { serviceBus } }) });
  for (const id of ["a", "b", "c", "d", "e"]) await bus.send("intake", { messageId: id, body: id });
  await vi.waitUntil(() => bus.broker.operations()["deliveries intake"] === 3, { timeout: 10_000 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(bus.host.stats().one?.started).toBe(1);
  expect(bus.broker.operations()["deliveries intake"]).toBe(3);

  await fetch(`${bus.host.url}/api/release`);
  await vi.waitUntil(() => bus.host.stats().one?.started === 2, { timeout: 10_000 });
  await fetch(`${bus.host.url}/api/release`);
  await vi.waitUntil(() => bus.host.stats().one?.started === 3, { timeout: 10_000 });
  await vi.waitUntil(() => bus.broker.operations()["deliveries intake"] === 5, { timeout: 10_000 });
  const stopped = bus.host.instances[0]?.stop();
  await bus.host.instances[0]?.crashWorker({ restart: false });
  await stopped;
  expect(bus.host.stats().one).toEqual({ started: 3, succeeded: 2, failed: 1 });
  expect(bus.broker.dump().map(({ state }) => state)).toEqual(["ready", "ready", "ready"]);
});

test("runs a Service Bus function by hand, with the input as a message that nobody sent", async () => {
  const bus = await startWithBus();
  const answer = await fetch(`${bus.host.url}/admin/functions/fromQueue`, {
    method: "POST",
    headers: { "x-functions-key": "the-master-key", "content-type": "application/json" },
    body: JSON.stringify({ input: '{"id":"by hand"}' }),
  });
  expect(answer.status).toBe(202);
  await vi.waitUntil(async () => (await bus.record()).length === 2, { timeout: 10_000 });
  expect(await bus.record()).toMatchObject([{ message: { id: "by hand" }, metadata: { id: "by hand" } }, {}]);
  expect((await bus.record())[0]?.metadata).not.toHaveProperty("messageId");
});

test.each(["before", "after"] as const)(
  "a message whose connection breaks %s its settlement is settled all the same, by its lock, and does not come again",
  async (when) => {
    const bus = await startWithBus();
    bus.broker.faults.add({ at: "settle", entity: "intake", fault: { kind: "drop-connection", when }, times: 1 });

    await bus.send("intake", { messageId: "m", body: { id: "k" } });
    await vi.waitUntil(() => bus.host.stats().fromQueue?.succeeded === 1, { timeout: 10_000 });
    const startedAt = performance.now();
    await bus.host.idle();

    expect(performance.now() - startedAt).toBeLessThan(6_000);
    expect(bus.broker.counts().intake).toMatchObject({ active: 0, deadLettered: 0 });
    await bus.send("intake", { messageId: "n", body: { id: "l" } });
    await vi.waitUntil(() => bus.host.stats().fromQueue?.succeeded === 2, { timeout: 10_000 });
    await bus.host.idle();
    expect(bus.host.stats().fromQueue).toEqual({ started: 2, succeeded: 2, failed: 0 });
  },
);
