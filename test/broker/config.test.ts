import { describe, expect, test } from "vitest";
import { startBroker } from "../../dev/broker/broker.ts";
import { virtualClock } from "../../dev/clock.ts";
import { queue, startBus } from "./with-broker.ts";

function start(namespace: Record<string, unknown>) {
  const config = { UserConfig: { Namespaces: [{ Name: "leaver", ...namespace }] } };
  return startBroker({ clock: virtualClock(), config });
}

function topicWithRule(properties: Record<string, unknown>) {
  const subscription = { Name: "one", Rules: [{ Name: "rule", Properties: properties }] };
  return { Topics: [{ Name: "steps", Subscriptions: [subscription] }] };
}

test("reads the file of Microsoft's emulator, off values included", async () => {
  const { broker } = await startBus({
    Queues: [
      queue("intake", {
        DeadLetteringOnMessageExpiration: false,
        DefaultMessageTimeToLive: "P10675199DT2H48M5.4775807S",
        DuplicateDetectionHistoryTimeWindow: "PT20S",
        ForwardDeadLetteredMessagesTo: "",
        ForwardTo: "",
        LockDuration: "PT1M",
        MaxDeliveryCount: 10,
        RequiresDuplicateDetection: false,
        RequiresSession: false,
      }),
    ],
    Topics: [{ Name: "events" }],
  });

  expect(Object.keys(broker.counts())).toEqual(["intake", "events"]);
});

describe("refuses what it does not have, by name", () => {
  test.each([
    [
      "sessions that would be forwarded",
      { Queues: [queue("other"), queue("intake", { RequiresSession: true, ForwardTo: "other" })] },
      "an entity that requires sessions cannot forward",
    ],
    [
      "forwarding to nowhere",
      { Queues: [queue("intake", { ForwardTo: "elsewhere" })] },
      'ForwardTo of "intake": there is no queue or topic "elsewhere"',
    ],
    [
      "forwarding to a subscription",
      {
        Queues: [queue("intake", { ForwardDeadLetteredMessagesTo: "t/Subscriptions/s" })],
        Topics: [{ Name: "t", Subscriptions: [{ Name: "s" }] }],
      },
      'ForwardDeadLetteredMessagesTo of "intake": there is no queue or topic "t/Subscriptions/s"',
    ],
    [
      "forwarding in place",
      { Queues: [queue("intake", { ForwardTo: "Intake" })] },
      'ForwardTo of "intake" leads to itself',
    ],
    [
      "SQL filters beyond its subset",
      topicWithRule({ FilterType: "Sql", SqlFilter: { SqlExpression: "priority > floor(3)" } }),
      'there is no function "floor"',
    ],
    [
      "actions beyond its subset",
      topicWithRule({
        FilterType: "Correlation",
        CorrelationFilter: {},
        Action: { SqlExpression: "DROP priority" },
      }),
      '"DROP priority" is not supported',
    ],
    ["kinds of filters it does not know", topicWithRule({ FilterType: "Xml" }), "FilterType"],
    ["settings it does not know", { Queues: [queue("intake", { LockDurations: "PT1M" })] }, "LockDurations"],
    ["durations that are none", { Queues: [queue("intake", { LockDuration: "1 minute" })] }, '"1 minute"'],
    ["a name given twice", { Queues: [queue("intake"), queue("Intake")] }, '"Intake" is configured twice'],
  ])("%s", async (_, namespace, text) => {
    await expect(start(namespace)).rejects.toThrow(text);
  });
});

test("fails when its port is taken", async () => {
  const { broker } = await startBus({ Queues: [] });
  const config = { UserConfig: { Namespaces: [{ Name: "leaver" }] } };

  await expect(startBroker({ clock: virtualClock(), config, port: broker.port })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
});
