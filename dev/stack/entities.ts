import { operatorEvents } from "../../functions/events/tell-operator.ts";
import { steps } from "../../functions/steps.ts";

const lock = { LockDuration: "PT1M", MaxDeliveryCount: 10 };
const once = { RequiresDuplicateDetection: true, DuplicateDetectionHistoryTimeWindow: "PT2M" };
const keep = { DeadLetteringOnMessageExpiration: true, DefaultMessageTimeToLive: "P14D" };

/** Queues, topics and subscriptions, in the shape of Microsoft's Service Bus emulator: one subscription per step. */
export function serviceBusConfig() {
  const queue = (Name: string) => ({ Name, Properties: { ...lock, ...once, ...keep } });
  const correlation = (Label: string) => ({ FilterType: "Correlation", CorrelationFilter: { Label } });
  const subscription = (name: string) => ({
    Name: name,
    Properties: { ...lock, DeadLetteringOnMessageExpiration: true },
    Rules: [{ Name: "step", Properties: correlation(name) }],
  });
  const Topics = [
    {
      Name: "steps",
      Properties: { ...once, DefaultMessageTimeToLive: "P14D" },
      Subscriptions: steps.map(({ name }) => subscription(name)),
    },
    {
      Name: "events",
      Properties: { ...once, DefaultMessageTimeToLive: "P14D" },
      Subscriptions: [
        { Name: "watch", Properties: lock, Rules: [] },
        {
          Name: "operator",
          Properties: { ...lock, DeadLetteringOnMessageExpiration: true },
          Rules: operatorEvents.map((type) => ({ Name: type, Properties: correlation(type) })),
        },
      ],
    },
  ];
  return {
    UserConfig: {
      Namespaces: [{ Name: "sbemulatorns", Queues: [queue("intake"), queue("wake")], Topics }],
      Logging: { Type: "File" },
    },
  };
}
