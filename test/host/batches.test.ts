import { expect, test, vi } from "vitest";
import { makeApp } from "./make-app.ts";
import { settled, startWithBus } from "./start-with-bus.ts";

const recorder = `
  import { appendFileSync } from "node:fs";
  const record = (entry) => appendFileSync(process.env.FIXTURE_RECORD, JSON.stringify(entry) + "\\n");
`;

/** An app with one batch function, which fails once when a message says so. */
function batchApp(serviceBus: object, options = ""): Promise<string> {
  const text = `${recorder}
    let failed = false;
    app.serviceBusQueue("batch", { connection: "BUS", queueName: "intake", cardinality: "many", ${options}
      handler: (messages, { triggerMetadata }) => {
        record({ messages, triggerMetadata });
        if (messages.some(({ fail }) => fail) && !failed) { failed = true; throw new Error("the first time fails"); }
      } });`;
  return makeApp(text, undefined, { extensions: { serviceBus } });
}

const messages = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ messageId: `m${index}`, body: { index } }));

test("hands over what is there as one batch, up to the maximum, with metadata in lists", async () => {
  const bus = await startWithBus({}, { appDir: await batchApp({ maxMessageBatchSize: 3 }) });
  const [first, second, third, fourth] = messages(4);
  await bus.send("intake", [
    { ...first, subject: "one", applicationProperties: { TenantId: "t" } },
    { ...second, messageId: "12" },
    { ...third, subject: "three" },
    { ...fourth },
  ] as never);
  await settled(bus);

  const batches = await bus.record();
  expect(batches.map((each) => (each.messages as unknown[]).length)).toEqual([3, 1]);
  expect(batches[0]?.messages).toEqual([{ index: 0 }, { index: 1 }, { index: 2 }]);
  expect(batches[0]?.triggerMetadata).toMatchObject({
    // Texts that look like numbers become numbers.
    messageIdArray: ["m0", 12, "m2"],
    // Absent texts are left out: the lists do not line up.
    subjectArray: ["one", "three"],
    labelArray: ["one", "three"],
    toArray: [],
    deliveryCountArray: [1, 1, 1],
    sequenceNumberArray: [1, 2, 3].map((low) => ({ low, high: 0, unsigned: false })),
    enqueuedTimeArray: [expect.stringMatching(/\+00:00$/), expect.anything(), expect.anything()],
    expiresAtUtcArray: [expect.stringMatching(/^\d{4}-/), expect.anything(), expect.anything()],
    applicationPropertiesArray: [{ tenantId: "t" }, {}, {}],
  });
  // Bodies add nothing in a batch.
  expect(batches[0]?.triggerMetadata).not.toHaveProperty("index");
  expect(bus.broker.operations()).toMatchObject({ "complete intake": 4 });
});

test("gives all messages of a failed batch back", async () => {
  const bus = await startWithBus({}, { appDir: await batchApp({}) });
  await bus.send("intake", [{ body: { fail: true } }, { body: {} }]);
  await settled(bus);

  const counts = (await bus.record()).flatMap(
    ({ triggerMetadata }) => (triggerMetadata as { deliveryCountArray: number[] }).deliveryCountArray,
  );
  expect(counts).toEqual([1, 1, 2, 2]);
  expect(bus.broker.operations()).toMatchObject({ "abandon intake": 2, "complete intake": 2 });
});

test("waits for the minimum of a batch, and no longer than maxBatchWaitTime of virtual time", async () => {
  const appDir = await batchApp({ minMessageBatchSize: 3, maxBatchWaitTime: "00:00:30" });
  const bus = await startWithBus({}, { appDir });
  await bus.send("intake", messages(2));
  await vi.waitUntil(() => bus.broker.operations()["deliveries intake"] === 2, { timeout: 10_000 });
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(await bus.record()).toEqual([]);

  await bus.send("intake", messages(1));
  await settled(bus);
  expect((await bus.record()).map((each) => (each.messages as unknown[]).length)).toEqual([3]);

  await bus.send("intake", messages(1));
  await vi.waitUntil(() => bus.broker.operations()["deliveries intake"] === 4, { timeout: 10_000 });
  await bus.clock.advance(31_000);
  await settled(bus);
  expect((await bus.record()).map((each) => (each.messages as unknown[]).length)).toEqual([3, 1]);
});

test("hands bytes over as bytes, and settles nothing where that is left to the function", async () => {
  const appDir = await makeApp(`${recorder}
    app.serviceBusQueue("bytes", { connection: "BUS", queueName: "intake", cardinality: "many",
      trigger: { type: "serviceBusTrigger", name: "m", connection: "BUS", queueName: "intake", cardinality: "many",
        dataType: "binary", autoCompleteMessages: false },
      handler: (messages) => record({ hex: messages.map((each) => each.toString("hex")) }) });`);
  const bus = await startWithBus({}, { appDir });
  await bus.send("intake", { body: Buffer.from([0, 255]) });
  await vi.waitUntil(async () => (await bus.record()).length === 1, { timeout: 10_000 });
  await bus.host.idle();

  expect(await bus.record()).toEqual([{ hex: ["00ff"] }]);
  expect(bus.broker.dump()).toMatchObject([{ entity: "intake", state: "locked" }]);
});
