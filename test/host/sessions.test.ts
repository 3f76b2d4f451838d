import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { makeApp } from "./make-app.ts";
import { settled, startWithBus, type WithBus } from "./start-with-bus.ts";

const queue = { Name: "sessions", Properties: { RequiresSession: true, MaxDeliveryCount: 3 } };

/** An app with one session function: it records what begins and ends, fails once when told, and can be held. */
function sessionApp(serviceBus: object, options = ""): Promise<string> {
  const text = `
    import { appendFileSync, existsSync } from "node:fs";
    const record = (entry) => appendFileSync(process.env.FIXTURE_RECORD, JSON.stringify(entry) + "\\n");
    let failed = false;
    app.serviceBusQueue("ordered", { connection: "BUS", queueName: "sessions", isSessionsEnabled: true, ${options}
      handler: async (message, { triggerMetadata }) => {
        const { sessionId, deliveryCount, sessionIdArray } = triggerMetadata;
        record({ message, sessionId, deliveryCount, sessionIdArray });
        if (message.fail && !failed) { failed = true; throw new Error("the first time fails"); }
        while (message.hold && !existsSync(message.hold)) await new Promise((resolve) => setTimeout(resolve, 5));
        record({ ended: message.n });
      } });`;
  // A try is how long the client waits for the next session, at a stop too: a minute, when nothing is said.
  const soon = { sessionIdleTimeout: "00:00:00.1", clientRetryOptions: { tryTimeout: "00:00:01", maxRetries: 0 } };
  return makeApp(text, undefined, { extensions: { serviceBus: { ...soon, ...serviceBus } } });
}

async function start(serviceBus: object, options = ""): Promise<WithBus> {
  return await startWithBus({}, { appDir: await sessionApp(serviceBus, options) }, [queue]);
}

const message = (sessionId: string, n: number, more: object = {}) => ({ sessionId, body: { n, ...more } });

test("works through a session in order, a failure included, and sessions beside each other", async () => {
  const bus = await start({});
  await bus.send("sessions", [message("a", 1, { fail: true }), message("a", 2), message("b", 3)]);
  await settled(bus);

  const begun = (await bus.record()).filter((entry) => "message" in entry);
  expect(begun.filter(({ sessionId }) => sessionId === "a")).toMatchObject([
    { message: { n: 1 }, deliveryCount: 1 },
    { message: { n: 1 }, deliveryCount: 2 },
    { message: { n: 2 }, deliveryCount: 1 },
  ]);
  expect(begun.filter(({ sessionId }) => sessionId === "b")).toMatchObject([{ message: { n: 3 }, deliveryCount: 1 }]);
});

test("serves as many sessions at a time as host.json says, and takes the next when one has no more messages", async () => {
  const bus = await start({ maxConcurrentSessions: 2 });
  const hold = join(bus.folder, "hold");
  await bus.send("sessions", [message("a", 1, { hold }), message("b", 2, { hold }), message("c", 3, { hold })]);
  await vi.waitUntil(() => bus.host.stats().ordered?.started === 2, { timeout: 10_000 });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(bus.host.stats().ordered?.started).toBe(2);

  writeFileSync(hold, "");
  await settled(bus);
  expect(bus.host.stats().ordered).toEqual({ started: 3, succeeded: 3, failed: 0 });
});

test("keeps a session locked as long as its function runs, in virtual time", async () => {
  const bus = await start({});
  const hold = join(bus.folder, "hold");
  await bus.send("sessions", message("a", 1, { hold }));
  await vi.waitUntil(() => bus.host.stats().ordered?.started === 1, { timeout: 10_000 });
  for (let renewals = 1; renewals <= 3; renewals++) {
    await bus.clock.advance(55_000);
    await vi.waitUntil(() => (bus.broker.operations()["renew-session-lock sessions"] ?? 0) >= renewals, {
      timeout: 10_000,
    });
  }
  writeFileSync(hold, "");
  await settled(bus);
  expect(await bus.record()).toMatchObject([{ deliveryCount: 1 }, { ended: 1 }]);
});

test("hands over batches of one session", async () => {
  const bus = await start({}, `cardinality: "many",`);
  await bus.send("sessions", [message("a", 1), message("b", 2), message("a", 3)]);
  await settled(bus);
  const batches = (await bus.record()).filter((entry) => "message" in entry);
  expect(batches.map(({ sessionIdArray }) => sessionIdArray)).toEqual([["a", "a"], ["b"]]);
  expect(batches[0]?.message).toEqual([{ n: 1 }, { n: 3 }]);
});

test("lets a session's message in work end at a stop, and leaves the others", async () => {
  const bus = await start({});
  const hold = join(bus.folder, "hold");
  await bus.send("sessions", [message("a", 1, { hold }), message("a", 2)]);
  await vi.waitUntil(() => bus.host.stats().ordered?.started === 1, { timeout: 10_000 });

  const stopped = bus.host.stop();
  await new Promise((resolve) => setTimeout(resolve, 50));
  writeFileSync(hold, "");
  await stopped;

  expect(existsSync(hold)).toBe(true);
  expect(bus.host.stats().ordered).toEqual({ started: 1, succeeded: 1, failed: 0 });
  expect(bus.broker.dump()).toMatchObject([{ state: "ready" }]);
});
