import { appendFileSync, existsSync } from "node:fs";
import { app } from "@azure/functions";

function record(entry) {
  appendFileSync(process.env.FIXTURE_RECORD, `${JSON.stringify(entry)}\n`);
}

/** Records each message; `fail` throws at the first delivery, `holdUntil` waits for a file. */
async function receive(message, context) {
  const { deliveryCount } = context.triggerMetadata;
  record({ name: context.functionName, message, metadata: context.triggerMetadata });
  if (message.fail && deliveryCount === 1) throw new Error("the first delivery fails");
  while (message.holdUntil && !existsSync(message.holdUntil)) await new Promise((resolve) => setTimeout(resolve, 5));
  record({ name: context.functionName, ended: message.id ?? null });
}

app.serviceBusQueue("fromQueue", { connection: "BUS", queueName: "intake", handler: receive });

app.serviceBusTopic("fromTopic", {
  connection: "BUS",
  topicName: "%FIXTURE_TOPIC%",
  subscriptionName: "block-sign-in",
  handler: receive,
});
