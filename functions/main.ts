import { app } from "@azure/functions";
import { runStep } from "../shared/domain/run-step.ts";
import { wakeCase } from "../shared/domain/wake-case.ts";
import { compose } from "./compose.ts";
import { hrisWebhook } from "./intake/hris.ts";
import { openCaseHandler } from "./intake/open-case.ts";
import { StepMessage, WakeMessage } from "./message.ts";
import { opsHandlers } from "./ops/handlers.ts";
import { type Route, routes } from "./ops/routes.ts";
import { continueHandler, continueSchedule, reconcileHandler } from "./timers/reconcile-sources.ts";
import { sweepHandler, sweepSchedule } from "./timers/sweep.ts";

const { sources, listed, inbox, progress, ports } = compose(process.env);
const reconcile = { ...ports, inbox, progress };
const connection = "SERVICE_BUS";

app.http("hris", {
  route: "hris/{source}",
  // Every method, so that the answer to a wrong one is 405 and says which one is right (RULE 1).
  methods: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"],
  authLevel: "anonymous",
  handler: hrisWebhook({ ...ports, sources, inbox, progress }),
});

app.serviceBusQueue("open-case", { connection, queueName: "intake", handler: openCaseHandler(inbox, ports) });

app.serviceBusQueue("wake-case", {
  connection,
  queueName: "wake",
  handler: async (message) => {
    const { caseId, dueKey } = WakeMessage.parse(message);
    await wakeCase(caseId, dueKey, ports);
  },
});

for (const step of ports.steps) {
  app.serviceBusTopic(step.name, {
    connection,
    topicName: "steps",
    subscriptionName: step.name,
    handler: async (message) => await runStep(step, StepMessage.parse(message), ports),
  });
}

app.timer("sweep", { schedule: sweepSchedule, handler: sweepHandler(ports) });
for (const source of listed) {
  const { name, schedule } = source;
  app.timer(`reconcile-${name}`, { schedule, handler: reconcileHandler(source, reconcile) });
}
app.timer("continue-reconciliation", { schedule: continueSchedule, handler: continueHandler(listed, reconcile) });

const handlers = opsHandlers(ports);
for (const [key, { name, route, method }] of Object.entries(routes) as [keyof typeof routes, Route][]) {
  app.http(name, { route, methods: [method], authLevel: "function", handler: handlers[key] });
}
