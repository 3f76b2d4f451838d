import { expect, test, vi } from "vitest";
import { outputMessages } from "../../dev/host/outputs/output-messages.ts";
import { makeApp } from "./make-app.ts";
import { settled, startWithBus } from "./start-with-bus.ts";

const shown = (messages: readonly { body: unknown; contentType?: string | undefined }[]) =>
  messages.map(({ body, contentType }) => [
    Buffer.isBuffer(body) ? body.toString("utf8") : JSON.stringify(body),
    contentType,
  ]);

test("sends what a function returns, what it sets, and what its answer holds under an output's name", async () => {
  const appDir = await makeApp(`
    const out = (name) => output.serviceBusQueue({ name, connection: "BUS", queueName: "out" });
    const set = out("set");
    app.http("a", { extraOutputs: [set], handler: (_, context) => {
      context.extraOutputs.set(set, [{ n: 1 }, "two", null]);
      return { status: 201, body: "told" };
    } });
    app.timer("b", { schedule: "0 0 0 1 1 *", return: output.serviceBusTopic({ connection: "BUS", topicName: "steps" }),
      handler: () => ({ step: "block-sign-in" }) });
    app.timer("c", { schedule: "0 0 0 1 1 *", extraOutputs: [out("copied")], handler: () => ({ Copied: "from the result" }) });
  `);
  const bus = await startWithBus({}, { appDir });

  const answer = await fetch(`${bus.host.url}/api/a`);
  expect([answer.status, await answer.text()]).toEqual([201, "told"]);
  await bus.host.runTimer("b");
  await bus.host.runTimer("c");

  expect(bus.broker.counts()["steps/Subscriptions/block-sign-in"]).toMatchObject({ active: 1 });
  expect(shown(await bus.take("out", 3))).toEqual([
    ['{"n":1}', "application/json"],
    ["two", "text/plain"],
    ["from the result", "text/plain"],
  ]);
});

test("puts the trigger's properties into an output's name, and fails the invocation where it cannot write", async () => {
  const appDir = await makeApp(`
    app.serviceBusQueue("forward", { connection: "BUS", queueName: "intake",
      return: output.serviceBusQueue({ connection: "BUS", queueName: "{target}" }), handler: ({ text }) => text });
  `);
  const bus = await startWithBus({}, { appDir });
  await bus.send("intake", { body: { target: "out", text: "on its way" } });
  await settledExcept(bus, "out");
  expect(shown(await bus.take("out", 1))).toEqual([["on its way", "text/plain"]]);
  expect(bus.host.stats().forward).toEqual({ started: 1, succeeded: 1, failed: 0 });

  await bus.send("intake", { body: { text: "where to?" } });
  await settled(bus);
  expect(bus.host.stats().forward).toEqual({ started: 4, succeeded: 1, failed: 3 });
  expect(bus.broker.dump()).toMatchObject([{ entity: expect.stringMatching(/^intake\/\$deadletterqueue$/i) }]);
  expect(bus.logs).toContainEqual(
    expect.objectContaining({
      level: "error",
      message: expect.stringContaining("No value for named parameter 'target'"),
    }),
  );
});

async function settledExcept(bus: Awaited<ReturnType<typeof startWithBus>>, queue: string): Promise<void> {
  await vi.waitUntil(() => bus.broker.counts()[queue]?.active === 1, { timeout: 10_000 });
  await bus.host.idle();
}

test.each([
  [{ string: "text" }, [["text", "text/plain"]]],
  [
    { string: ' [1, {"a":2}] ' },
    [
      ["1", "text/plain"],
      ['{"a":2}', "application/json"],
    ],
  ],
  [{ string: "[not json]" }, [["[not json]", "text/plain"]]],
  [{ json: '{"a":[1]}' }, [['{"a":[1]}', "application/json"]]],
  [{ json: "[[1],null]" }, [["[1]", "application/json"]]],
  [{ int: 0 }, [["0", "text/plain"]]],
  [{ bytes: Buffer.from("[1]") }, [["[1]", "application/octet-stream"]]],
  [{}, []],
])("makes messages of %o", (data, expected) => {
  const made = outputMessages(data).map(({ body, contentType }) => [body.toString("utf8"), contentType]);
  expect(made).toEqual(expected);
});
